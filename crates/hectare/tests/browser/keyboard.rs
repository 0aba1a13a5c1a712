//! The keyboard, for whoever has no mouse.

use serde_json::{Value, json};

use crate::driver::Browser;

pub(crate) const TAB: &str = "\u{E004}";
pub(crate) const ESCAPE: &str = "\u{E00C}";
pub(crate) const ENTER: &str = "\u{E007}";
pub(crate) const SPACE: &str = " ";
pub(crate) const DOWN: &str = "\u{E015}";

/// More than any page has controls.
const MANY: usize = 60;

impl Browser {
    /// Strikes keys, one after another.
    pub(crate) async fn strike(&self, keys: &str) {
        let key = |key: char| {
            [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })]
        };
        let strokes: Vec<Value> = keys.chars().flat_map(key).collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": strokes });
        self.post("/actions", json!({ "actions": [keyboard] })).await.expect("keys can be struck");
    }

    /// Goes by Tab to the control of this name, which then shows that it has the keyboard.
    pub(crate) async fn tab_to(&self, name: &str) {
        let mut passed = Vec::new();
        for _ in 0..MANY {
            self.strike(TAB).await;
            let focused = self.focused().await.expect("something has the keyboard");
            let label = self.label_of(&focused).await.expect("a control can be asked its name");
            if label.contains(name) {
                let seen = "const looks = getComputedStyle(arguments[0]);
                    return looks.outlineStyle !== 'none' || looks.boxShadow !== 'none'";
                let seen = self.run(seen, json!([Value::from(&focused)])).await;
                assert_eq!(seen.expect("a control has looks"), true, "{name} doesn't show the focus");
                return;
            }
            passed.push(label);
        }
        panic!("Tab never comes to {name}, but to {passed:?}");
    }
}
