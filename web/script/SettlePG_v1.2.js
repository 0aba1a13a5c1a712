// Opens Hectare's payment window from a merchant's page: SETTLE_PG.pay(params, callback). PG 2.6, 2.7.
(function (global) {
  "use strict";

  var PATHS = {
    card: "/card/main.do",
    bank: "/bank/main.do",
    vbank: "/vbank/main.do",
    vbank010: "/vbank010/main.do",
    mobile: "/mobile/main.do",
    teencash: "/gift/teenCash/main.do",
    happymoney: "/gift/happyMoney/main.do",
    culturecash: "/gift/cultureCash/main.do",
    smartcash: "/gift/smartCash/main.do",
    booknlife: "/gift/booknlife/main.do",
    tmoney: "/tmoney/main.do",
    point: "/point/main.do",
    corp: "/corp/main.do",
  };

  // Windows that are reached by a method and its methodSub.
  var SUB_PATHS = {
    "card/direct": "/card/cardDirect.do",
    "card/abroad": "/card/abroad/main.do",
    "vbank/escro": "/vbank/escro.do",
    "mobile/mtype": "/mobile/m/main.do",
  };

  // Every field is posted, those without a value as empty strings: the window ignores what it doesn't know.
  var FIELDS = (
    "mchtId method trdDt trdTm mchtTrdNo mchtName mchtEName pmtPrdtNm trdAmt mchtCustNm custAcntSumry expireDt " +
    "notiUrl nextUrl cancUrl mchtParam cphoneNo email telecomCd prdtTerm mchtCustId taxTypeCd taxAmt vatAmt " +
    "taxFreeAmt svcAmt cardType chainUserId cardGb clipCustNm clipCustCi clipCustPhoneNo certNotiUrl skipCd " +
    "multiPay autoPayType linkMethod appScheme custIp pktHash corpPayCode corpPayType cashRcptUIYn instmtMon " +
    "bankCd csrcIssReqYn cashRcptPrposDivCd csrcRegNoDivCd csrcRegNo"
  ).split(" ");

  var MANDATORY = (
    "mchtId method mchtTrdNo trdDt trdTm trdAmt mchtName notiUrl nextUrl cancUrl pmtPrdtNm pktHash"
  ).split(" ");

  var UI_TYPES = ["popup", "iframe", "self", "blank"];
  var FULL_SCREEN_BELOW_PX = 500;
  var WINDOW_NAME = "HECTARE_PAYMENT";

  var TEXTS = {
    ko: {
      parameter: "호출 파라미터 오류",
      blocked: "팝업 차단 설정이 되어 있습니다.\n해제 후 다시 이용해 주세요.",
      window: "결제창",
      close: "결제창 닫기",
    },
    en: {
      parameter: "Invalid parameter",
      blocked: "Your browser blocked the payment window.\nAllow pop-ups for this site and try again.",
      window: "Payment window",
      close: "Close the payment window",
    },
  };

  function text(name) {
    var korean = /^ko\b/i.test(global.navigator.language || "");
    return (korean ? TEXTS.ko : TEXTS.en)[name];
  }

  function has(object, key) {
    return Object.prototype.hasOwnProperty.call(object, key);
  }

  function isEmpty(value) {
    return value === undefined || value === null || value === "";
  }

  // A number of pixels, with or without its unit; the usual one if it is neither.
  function pixels(value, usual) {
    var number = parseInt(value, 10);
    return number > 0 ? number : usual;
  }

  // The first thing that is wrong with the call, in words, or null.
  function fault(params) {
    if (!params || isEmpty(params.env)) return "env is null";
    if (!params.ui || isEmpty(params.ui.type)) return "ui is null";
    var missing = MANDATORY.find(function (name) {
      return isEmpty(params[name]);
    });
    if (missing) return parameterFault(missing + " is null");
    if (!has(PATHS, params.method)) return parameterFault("method is wrong");
    if (UI_TYPES.indexOf(params.ui.type) < 0) return parameterFault("ui.type is wrong");
    return null;
  }

  function parameterFault(what) {
    return "[Hectare] " + text("parameter") + " (" + what + ")";
  }

  function address(params) {
    var sub = params.method + "/" + params.methodSub;
    var path = has(SUB_PATHS, sub) ? SUB_PATHS[sub] : PATHS[params.method];
    return String(params.env).replace(/\/+$/, "") + path;
  }

  function valueOf(params, name) {
    // PG 2.7 prints the English name one way, the form another.
    var value = name === "mchtEName" && isEmpty(params.mchtEName) ? params.mchtEnName : params[name];
    return isEmpty(value) ? "" : String(value);
  }

  function submit(params, target) {
    var form = document.createElement("form");
    form.method = "post";
    form.action = address(params);
    form.target = target;
    form.acceptCharset = "UTF-8";
    form.hidden = true;
    function add(name, value) {
      var input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = value;
      form.appendChild(input);
    }
    FIELDS.forEach(function (name) {
      add(name, valueOf(params, name));
    });
    add("type", params.ui.type);
    if (params.ui.type === "iframe") add("height", String(pixels(params.ui.height, 660)));
    document.body.appendChild(form);
    form.submit();
    document.body.removeChild(form);
  }

  // Popup and new tab are opened empty first, within the customer's click, so that a blocked one is noticed.
  function openWindow(params) {
    var width = pixels(params.ui.width, 430);
    var height = pixels(params.ui.height, 660);
    var features = "";
    if (params.ui.type === "popup") {
      var left = Math.max(0, Math.round(global.screenX + (global.outerWidth - width) / 2));
      var top = Math.max(0, Math.round(global.screenY + (global.outerHeight - height) / 2));
      features = "popup,scrollbars=yes,resizable=yes,width=" + width + ",height=" + height + ",left=" + left + ",top=" + top;
    }
    var name = params.ui.type === "popup" ? WINDOW_NAME : WINDOW_NAME + "_" + Date.now();
    var opened = global.open("", name, features);
    if (!opened || opened.closed) {
      global.alert("[Hectare] " + text("blocked"));
      return;
    }
    opened.focus();
    submit(params, name);
  }

  function style(element, properties) {
    Object.keys(properties).forEach(function (name) {
      element.style.setProperty(name, properties[name], "important");
    });
  }

  var layer = null;

  // A dimmed layer with the window in an iframe. One at a time: a second call replaces the first.
  function openLayer(params, callback) {
    if (layer) layer.remove();
    var name = WINDOW_NAME + "_" + Date.now();
    layer = new Layer(name, pixels(params.ui.width, 430), pixels(params.ui.height, 660), callback);
    submit(params, name);
  }

  function Layer(name, width, height, callback) {
    this.usualWidth = width + "px";
    this.width = this.usualWidth;
    this.height = height + "px";
    this.callback = callback;
    this.focusedBefore = document.activeElement;
    this.overflowBefore = document.documentElement.style.overflow;
    this.build(name);
    this.listen();
    document.documentElement.style.overflow = "hidden";
    document.body.appendChild(this.root);
    this.fit();
    this.frame.focus();
  }

  Layer.prototype.build = function (name) {
    this.root = document.createElement("div");
    this.root.setAttribute("role", "dialog");
    this.root.setAttribute("aria-modal", "true");
    this.root.setAttribute("aria-label", text("window"));
    style(this.root, {
      position: "fixed",
      inset: "0",
      "z-index": "2147483647",
      display: "flex",
      "align-items": "center",
      "justify-content": "center",
      margin: "0",
      background: "rgba(15, 23, 42, .6)",
    });

    this.frame = document.createElement("iframe");
    this.frame.name = name;
    this.frame.title = text("window");
    // Any origin: the form that fills the frame, and issuers' pages after it, lead to others than its first.
    this.frame.allow = "payment *; publickey-credentials-get *; local-network-access *";
    style(this.frame, { border: "0", background: "#fff", "box-shadow": "0 24px 64px rgba(0, 0, 0, .35)" });

    // Should the window never load, this is the way out. It shows when it has the focus: by Tab, past the frame.
    this.exit = document.createElement("button");
    this.exit.type = "button";
    this.exit.textContent = text("close");
    style(this.exit, { position: "absolute", top: "16px", right: "16px", padding: "8px 16px", opacity: "0" });

    this.root.appendChild(this.guard(this.exit));
    this.root.appendChild(this.frame);
    this.root.appendChild(this.exit);
    this.root.appendChild(this.guard(this.frame));
  };

  // An end of the layer for the Tab key, which leads to its other end.
  Layer.prototype.guard = function (to) {
    var guard = document.createElement("span");
    guard.tabIndex = 0;
    guard.addEventListener("focus", function () {
      to.focus();
    });
    return guard;
  };

  Layer.prototype.listen = function () {
    var self = this;
    this.onMessage = function (event) {
      self.receive(event);
    };
    this.onResize = function () {
      self.fit();
    };
    this.onKey = function (event) {
      if (event.key === "Escape") self.askToLeave();
    };
    global.addEventListener("message", this.onMessage);
    global.addEventListener("resize", this.onResize);
    document.addEventListener("keydown", this.onKey);
    this.exit.addEventListener("click", function () {
      self.remove();
    });
    this.exit.addEventListener("focus", function () {
      style(self.exit, { opacity: "1" });
    });
    this.exit.addEventListener("blur", function () {
      style(self.exit, { opacity: "0" });
    });
  };

  // The whole screen of a phone, else the size that was asked for.
  Layer.prototype.fit = function () {
    var fullScreen = global.innerWidth < FULL_SCREEN_BELOW_PX;
    style(this.frame, {
      width: fullScreen ? "100%" : this.width,
      height: fullScreen ? "100%" : this.height,
      "max-width": "100%",
      "max-height": "100%",
      "border-radius": fullScreen ? "0" : "16px",
    });
  };

  // Escape, while this page has the keyboard: the window in the frame knows whether anything would be lost.
  Layer.prototype.askToLeave = function () {
    this.frame.focus();
    this.frame.contentWindow.postMessage('{"action":"HECTARE_ESCAPE"}', "*");
  };

  // Only our own frame is listened to, whatever origin it has come to: it is the merchant's own page, at nextUrl or
  // cancUrl, that says CLOSE there.
  Layer.prototype.receive = function (event) {
    if (event.source !== this.frame.contentWindow || typeof event.data !== "string") return;
    var message;
    try {
      message = JSON.parse(event.data);
    } catch (notOurs) {
      return;
    }
    var params = message && message.params;
    switch (message && message.action) {
      case "HECTO_IFRAME_CLOSE":
        this.remove();
        if (typeof this.callback === "function") this.callback(params);
        break;
      // A window that was never opened: no page of the merchant's will say anything.
      case "HECTARE_IFRAME_LEAVE":
        this.remove();
        break;
      case "HECTO_IFRAME_RESIZE":
        if (params && pixels(params.width, 0)) this.width = pixels(params.width, 0) + "px";
        this.fit();
        break;
      case "HECTO_IFRAME_RETURNSIZE":
        this.width = this.usualWidth;
        this.fit();
        break;
    }
  };

  Layer.prototype.remove = function () {
    global.removeEventListener("message", this.onMessage);
    global.removeEventListener("resize", this.onResize);
    document.removeEventListener("keydown", this.onKey);
    this.root.remove();
    document.documentElement.style.overflow = this.overflowBefore;
    if (layer === this) layer = null;
    if (this.focusedBefore && this.focusedBefore.focus) this.focusedBefore.focus();
  };

  // The callback is called in iframe mode only: elsewhere the outcome goes to nextUrl.
  function pay(params, callback) {
    var wrong = fault(params);
    if (wrong) {
      global.alert(wrong);
      return;
    }
    switch (params.ui.type) {
      case "iframe":
        openLayer(params, callback);
        break;
      case "self":
        submit(params, "_self");
        break;
      default:
        openWindow(params);
    }
  }

  global.SETTLE_PG = { pay: pay };
})(window);
