//! The configuration as `voix init` writes it.

use super::ask::Answers;

/// The file, with a word about each setting; those that nobody was asked about stand in it as comments.
pub fn configuration(answers: &Answers, database: Option<&str>) -> String {
    let text = |text: &str| toml::Value::from(text).to_string();
    let proxy = answers.url.starts_with("https://");
    let database = match database {
        Some(url) => format!("database_url = {}", text(url)),
        None => "# database_url = \"postgres://user:password@host/voix\"".to_owned(),
    };
    format!(
        "# Voix at {name}. Every setting can also be given on the command line (`voix serve --help`).\n\
         \n\
         # Folder of the database and of messages while there is no mail server; from here.\n\
         data = \"data\"\n\
         # PostgreSQL instead of a file.\n\
         {database}\n\
         \n\
         # The built site.\n\
         site = {site}\n\
         \n\
         # Where the server listens, and where members reach it.\n\
         listen = \"127.0.0.1:3000\"\n\
         url = {url}\n\
         # A TLS proxy (nginx, Caddy…) stands before it and appends the sender to X-Forwarded-For.\n\
         behind_proxy = {proxy}\n\
         \n\
         # Multiplies how many requests one member or one address may send.\n\
         limits = 1\n\
         \n\
         # Counts and ages for monitoring, apart from the site: http://127.0.0.1:9090/metrics\n\
         # metrics = \"127.0.0.1:9090\"\n\
         \n\
         # Logs as JSON lines.\n\
         # json_logs = true\n\
         \n\
         # The mail server, and who messages are from. Without one, messages are written to the folder `mail` in the data\n\
         # folder, and nobody gets them.\n\
         [mail]\n\
         # smtp = \"smtps://user:password@mail.example.org\"\n\
         # On port 587: \"smtp://user:password@mail.example.org:587?tls=required\". Signs of an address are written in the\n\
         # password as %2F for /, %23 for #, %3F for ?, %25 for %, %40 for @.\n\
         # from = \"{plain} <bureau@example.org>\"\n\
         \n\
         # How members pay their shares, in your words: stands in the letter of admission and where something is owed.\n\
         # One line in each language; what is said in one only is shown in both.\n\
         [payment]\n\
         # fr = \"Virement sur le compte FR76…, avec votre nom.\"\n\
         # en = \"Transfer to the account FR76…, with your name.\"\n",
        name = answers.founding.name.replace(char::is_control, " "),
        plain = answers.founding.name.replace(|c: char| c.is_control() || "\"\\<>".contains(c), " "),
        site = text(&answers.site.display().to_string()),
        url = text(&answers.url),
    )
}
