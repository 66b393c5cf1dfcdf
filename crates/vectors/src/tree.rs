//! JSON whose fields keep their order and whose spelling can be wrong: what good objects are taken apart into, and bad
//! ones put together from. A text that itself is a JSON object (a signed message) is taken apart as well.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    /// `true`, `false`.
    Bool(bool),
    /// A number of the format: none is negative or a fraction.
    Number(u64),
    /// A text.
    Text(String),
    /// A text that holds an object.
    Nested(Box<Self>),
    /// A list.
    List(Vec<Self>),
    /// An object, fields in their order.
    Map(Vec<(String, Self)>),
    /// Written as it stands: a misspelling.
    Raw(String),
}

/// A way down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Into a field.
    Key(String),
    /// Into a list.
    Index(usize),
    /// Into the object that a text holds.
    Inside,
}

/// From the root of an object to one of its values.
pub type Path = Vec<Step>;

/// A path without its places in lists: `answers[].choices[].alpha`, `[][].certs[].message:context.size`.
#[must_use]
pub fn erased(path: &[Step]) -> String {
    path.iter().fold(String::new(), |text, step| match step {
        Step::Key(key) if text.is_empty() || text.ends_with(':') => text + key,
        Step::Key(key) => format!("{text}.{key}"),
        Step::Index(_) => text + "[]",
        Step::Inside => text + ":",
    })
}

impl Tree {
    /// Reads a JSON text.
    ///
    /// # Panics
    /// When it is none of the format: what is taken apart here was made here.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        serde_json::from_str(text).expect("JSON of ours")
    }

    /// Writes it, compact.
    #[must_use]
    pub fn write(&self) -> String {
        let quoted = |text: &str| protocol::json::write(&text.to_owned());
        match self {
            Self::Bool(truth) => truth.to_string(),
            Self::Number(n) => n.to_string(),
            Self::Text(text) => quoted(text),
            Self::Nested(inside) => quoted(&inside.write()),
            Self::List(items) => format!("[{}]", items.iter().map(Self::write).collect::<Vec<_>>().join(",")),
            Self::Map(fields) => {
                let fields: Vec<String> =
                    fields.iter().map(|(key, value)| format!("{}:{}", quoted(key), value.write())).collect();
                format!("{{{}}}", fields.join(","))
            }
            Self::Raw(text) => text.clone(),
        }
    }

    /// Every value below, itself included, each with its path.
    #[must_use]
    pub fn walk(&self) -> Vec<(Path, &Self)> {
        let mut found = vec![(Path::new(), self)];
        let children: Vec<(Step, &Self)> = match self {
            Self::List(items) => items.iter().enumerate().map(|(i, item)| (Step::Index(i), item)).collect(),
            Self::Map(fields) => fields.iter().map(|(key, value)| (Step::Key(key.clone()), value)).collect(),
            Self::Nested(inside) => vec![(Step::Inside, &**inside)],
            _ => Vec::new(),
        };
        for (step, child) in children {
            found.extend(child.walk().into_iter().map(|(path, value)| ([vec![step.clone()], path].concat(), value)));
        }
        found
    }

    /// The value at a path.
    ///
    /// # Panics
    /// When there is none.
    pub fn at(&mut self, path: &[Step]) -> &mut Self {
        path.iter().fold(self, |value, step| match (step, value) {
            (Step::Index(i), Self::List(items)) => items.get_mut(*i).expect("so many items"),
            (Step::Inside, Self::Nested(inside)) => inside,
            (Step::Key(key), Self::Map(fields)) => {
                fields.iter_mut().find(|(name, _)| name == key).map(|(_, value)| value).expect("the field")
            }
            (step, value) => panic!("no {step:?} in {value:?}"),
        })
    }

    /// The first value whose erased path is this.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn first(&self, wanted: &str) -> Path {
        let found = self.walk().into_iter().find(|(path, _)| erased(path) == wanted);
        found.unwrap_or_else(|| panic!("no {wanted} in {}", self.write())).0
    }

    /// The value of a field.
    pub fn field(&mut self, key: &str) -> &mut Self {
        self.at(&[Step::Key(key.to_owned())])
    }

    /// The items of a list.
    ///
    /// # Panics
    /// When it is none.
    pub fn items(&mut self) -> &mut Vec<Self> {
        match self {
            Self::List(items) => items,
            other => panic!("not a list: {other:?}"),
        }
    }

    /// The fields of an object.
    ///
    /// # Panics
    /// When it is none.
    pub fn fields(&mut self) -> &mut Vec<(String, Self)> {
        match self {
            Self::Map(fields) => fields,
            other => panic!("not an object: {other:?}"),
        }
    }

    /// The content of a text.
    ///
    /// # Panics
    /// When it is none.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Nested(inside) => inside.write(),
            other => panic!("not a text: {other:?}"),
        }
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Tree;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON of the format")
            }

            fn visit_bool<E>(self, truth: bool) -> Result<Tree, E> {
                Ok(Tree::Bool(truth))
            }

            fn visit_u64<E>(self, n: u64) -> Result<Tree, E> {
                Ok(Tree::Number(n))
            }

            fn visit_str<E>(self, text: &str) -> Result<Tree, E> {
                let inside = text.starts_with('{').then(|| serde_json::from_str(text).ok()).flatten();
                Ok(inside.map_or_else(|| Tree::Text(text.to_owned()), |inside| Tree::Nested(Box::new(inside))))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Tree, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                Ok(Tree::List(items))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Tree::Map(fields))
            }
        }

        deserializer.deserialize_any(Any)
    }
}
