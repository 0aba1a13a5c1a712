//! What somebody does in a browser and sees there. Controls are found by the names that a screen reader says.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use crate::driver::{Browser, Element, Trouble};

/// How long a page may take to show what it must.
const PATIENCE: Duration = Duration::from_secs(30);

const BUTTONS: &str = "button, a[href], summary";
const CHOICES: &str = "input[type=radio], input[type=checkbox]";
const FIELDS: &str = "input:not([type=radio], [type=checkbox], [type=hidden]), textarea";
const LISTS: &str = "select";

/// What is there for people: neither hidden nor switched off.
const AT_HAND: &str = "return [...document.querySelectorAll(arguments[0])]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled)";

/// Amounts that stand in more than one line.
const BROKEN_AMOUNTS: &str = r"const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), broken = [];
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        const amount = /[₩$]?\d[\d,.]*원?/g;
        for (let found = amount.exec(text.data); found; found = amount.exec(text.data)) {
            const range = document.createRange();
            range.setStart(text, found.index);
            range.setEnd(text, found.index + found[0].length);
            const tops = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
            if (/[₩$원]/.test(found[0]) && tops.size > 1) broken.push(found[0]);
        }
    }
    return broken";

impl Browser {
    /// Goes to an address.
    pub(crate) async fn open(&self, address: &str) {
        self.post("/url", json!({ "url": address })).await.expect("an address can be opened");
    }

    pub(crate) async fn address(&self) -> String {
        let address = self.get("/url").await.expect("a window has an address");
        address.as_str().unwrap_or_default().to_owned()
    }

    pub(crate) async fn reload(&self) {
        self.post("/refresh", json!({})).await.expect("a page can be reloaded");
    }

    pub(crate) async fn back(&self) {
        self.post("/back", json!({})).await.expect("there is a way back");
    }

    /// Presses a button or follows a link.
    pub(crate) async fn press(&self, name: &str) {
        self.until(&format!("a button {name}"), async || {
            self.click(&self.control(BUTTONS, name).await?).await.map(Some)
        })
        .await;
    }

    /// Presses the X in the corner.
    pub(crate) async fn press_x(&self) {
        self.until("an X", async || {
            let found =
                self.elements("return [...document.querySelectorAll('header button')]", json!([])).await?;
            self.click(found.first().ok_or_else(|| nothing("X"))?).await.map(Some)
        })
        .await;
    }

    /// Presses a button like somebody without patience: twice at once, and again a moment later. WebDriver's own mouse
    /// would wait for the page that the first press leads to.
    pub(crate) async fn press_hastily(&self, name: &str) {
        let button = self.control(BUTTONS, name).await.expect("the button is there");
        let haste = "const button = arguments[0];
            button.click();
            button.click();
            setTimeout(() => button.click(), 100)";
        self.run(haste, json!([Value::from(&button)])).await.expect("a script can be run");
    }

    /// Has a button pressed in a moment, and doesn't wait for what comes of it.
    pub(crate) async fn press_soon(&self, name: &str) {
        let button = self.control(BUTTONS, name).await.expect("the button is there");
        let later = "const button = arguments[0]; setTimeout(() => button.click(), 500)";
        self.run(later, json!([Value::from(&button)])).await.expect("a script can be run");
    }

    /// Ticks a box or takes a choice. Its label is what people hit.
    pub(crate) async fn choose(&self, name: &str) {
        self.until(&format!("a choice {name}"), async || {
            let choice = self.control(CHOICES, name).await?;
            let labels = "return arguments[0].labels.length ? [arguments[0].labels[0]] : [arguments[0]]";
            let label = self.elements(labels, json!([Value::from(&choice)])).await?;
            self.click(label.first().unwrap_or(&choice)).await.map(Some)
        })
        .await;
    }

    /// Takes an option of a list.
    pub(crate) async fn pick(&self, list: &str, option: &str) {
        self.until(&format!("a list {list} with {option}"), async || {
            let list = self.control(LISTS, list).await?;
            let options = "return [...arguments[0].options].filter((one) => one.text.includes(arguments[1]))";
            let found = self.elements(options, json!([Value::from(&list), option])).await?;
            let option = found.first().ok_or_else(|| nothing(option))?;
            self.click(option).await.map(Some)
        })
        .await;
    }

    /// Types into a field.
    pub(crate) async fn write(&self, field: &str, text: &str) {
        self.until(&format!("a field {field}"), async || {
            self.keys(&self.control(FIELDS, field).await?, text).await.map(Some)
        })
        .await;
    }

    /// Empties a field.
    pub(crate) async fn clear(&self, field: &str) {
        let found = self.control(FIELDS, field).await.expect("the field is there");
        let empty = "arguments[0].value = ''";
        self.run(empty, json!([Value::from(&found)])).await.expect("a script can be run");
    }

    /// Waits until the page says this.
    pub(crate) async fn reads(&self, text: &str) {
        self.until(&format!("the words {text}"), async || {
            Ok(self.text().await?.contains(text).then_some(()))
        })
        .await;
    }

    /// What the page says.
    pub(crate) async fn text(&self) -> Result<String, Trouble> {
        let text = self.run("return document.body ? document.body.innerText : ''", json!([])).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Whether the page says this now.
    pub(crate) async fn says(&self, text: &str) -> bool {
        self.text().await.expect("a page can be read").contains(text)
    }

    /// Whether there is such a button now.
    pub(crate) async fn offers(&self, name: &str) -> bool {
        self.control(BUTTONS, name).await.is_ok()
    }

    /// Waits until something is there.
    pub(crate) async fn until<T>(&self, what: &str, look: impl AsyncFn() -> Result<Option<T>, Trouble>) -> T {
        let began = Instant::now();
        loop {
            let said = match look().await {
                Ok(Some(found)) => return found,
                Ok(None) => String::new(),
                // A page that goes away under our hands is looked at again.
                Err(trouble) => format!("{}: {}", trouble.error, trouble.message),
            };
            if began.elapsed() > PATIENCE {
                let text = self.text().await.unwrap_or_default();
                panic!("{what} never came ({said}). {} says:\n{text}", self.address().await);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The control of exactly this name, else one whose name has it as a part; of several the last, as what a page asks
    /// stands below its frame. Each name costs a question, so that only those are asked that have such words about them.
    async fn control(&self, kind: &str, name: &str) -> Result<Element, Trouble> {
        let about = format!(
            "{AT_HAND}.filter((one) => [one, ...(one.labels ?? [])]
                .some((text) => (text.ariaLabel + text.textContent).includes(arguments[1])))"
        );
        let (mut whole, mut part) = (None, None);
        for element in self.elements(&about, json!([kind, name])).await? {
            let label = self.label_of(&element).await?;
            if label == name {
                whole = Some(element);
            } else if label.contains(name) {
                part = Some(element);
            }
        }
        whole.or(part).ok_or_else(|| nothing(name))
    }

    /// Holds the page against what every page owes its reader, and keeps a picture of it.
    pub(crate) async fn inspect(&self, picture: &str) {
        let owed = "const page = document.documentElement, wide = page.scrollWidth - page.clientWidth;
            return { language: page.lang, title: document.title, overflow: wide }";
        let page = self.run(owed, json!([])).await.expect("a page can be measured");
        assert!(matches!(page["language"].as_str(), Some("ko" | "en")), "{picture}: {page}");
        assert_ne!(page["title"], "", "{picture}");
        assert_eq!(page["overflow"], 0, "{picture}: the page scrolls sideways");
        let broken = self.run(BROKEN_AMOUNTS, json!([])).await.expect("a page can be measured");
        assert_eq!(broken, json!([]), "{picture}: an amount goes over two lines");
        let every = [BUTTONS, CHOICES, FIELDS, LISTS].join(", ");
        for control in self.elements(AT_HAND, json!([every])).await.expect("controls can be found") {
            let name = self.label_of(&control).await.expect("a control can be asked its name");
            assert_ne!(name, "", "{picture}: a control has no name: {}", self.markup(&control).await);
        }
        self.keep_picture(picture).await;
    }

    async fn markup(&self, element: &Element) -> Value {
        let markup = self.run("return arguments[0].outerHTML", json!([Value::from(element)])).await;
        markup.unwrap_or_default()
    }

    /// Keeps a picture of the page.
    pub(crate) async fn keep_picture(&self, name: &str) {
        let picture = self.get("/screenshot").await.expect("a page can be pictured");
        let bytes =
            BASE64_STANDARD.decode(picture.as_str().unwrap_or_default()).expect("a picture is Base64");
        let folder = PathBuf::from(concat!(env!("CARGO_TARGET_TMPDIR"), "/../browser-shots"));
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        std::fs::write(folder.join(format!("{name}.png")), bytes).expect("a picture can be kept");
    }
}

fn nothing(name: &str) -> Trouble {
    Trouble { error: "nothing of that name".to_owned(), message: name.to_owned() }
}
