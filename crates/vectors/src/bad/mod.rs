//! The bad archives.

pub mod chain;
pub mod container;
pub mod counting;
pub mod fields;
pub mod parts;
pub mod ranked;
pub mod shapes;
pub mod slips;
pub mod spelling;
pub mod stations;
pub mod tied;
pub mod trustees;
pub mod unsupported;
pub mod voting;

use crate::case::Case;
use crate::making::{Made, Object, Plan, World, honest};
use crate::tree::Tree;

/// All of them.
#[must_use]
pub fn cases() -> Vec<Case> {
    let mut cases = [
        container::cases(),
        chain::cases(),
        spelling::cases(),
        fields::cases(),
        trustees::cases(),
        voting::cases(),
        shapes::cases(),
        parts::cases(),
        counting::cases(),
        slips::cases(),
        tied::cases(),
        ranked::cases(),
        unsupported::cases(),
    ]
    .concat();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    cases
}

/// Makes a plan with one object changed as a tree.
pub(crate) fn bent(plan: &Plan, object: Object, change: impl Fn(&mut Tree, &World)) -> Made {
    plan.make(&|at, text, world| {
        if at != object {
            return text;
        }
        let mut tree = Tree::parse(&text);
        change(&mut tree, world);
        tree.write()
    })
}

/// Makes a plan with one object's text changed.
pub(crate) fn rewritten(plan: &Plan, object: Object, change: impl Fn(&str) -> String) -> Made {
    plan.make(&|at, text, _| if at == object { change(&text) } else { text })
}

/// The text of one object, as it would be honestly.
pub(crate) fn text_of(plan: &Plan, object: Object) -> String {
    let found = std::cell::RefCell::new(None);
    let _made = plan.make(&|at, text, world| {
        if at == object {
            *found.borrow_mut() = Some(text.clone());
        }
        honest(at, text, world)
    });
    found.into_inner().expect("the plan has such an object")
}
