// <criterio-chat>: a button in any page that opens Criterio in a frame of Criterio's own origin.
// Neither page reaches the other: styles live in a closed shadow root (a constructed sheet, which the host's
// style-src does not block) and the only messages are «open» and «close», with their origin checked.
(() => {
  const origin = new URL(document.currentScript.src).origin;
  const sheet = new CSSStyleSheet();
  // Pixels, never rem: the host page decides the size of a rem.
  sheet.replaceSync(`
    :host { all: initial !important; display: block !important; font: 16px/1.4 "Noto Sans", system-ui, sans-serif !important; }
    :host([mode="inline"]) { height: 640px !important; }
    :host([mode="full"]) { position: fixed !important; inset: 0 !important; z-index: 2147483647 !important; }
    button { position: fixed; right: 16px; bottom: 16px; z-index: 2147483647; min-height: 44px; padding: 10px 20px; cursor: pointer;
      font: inherit; font-weight: 600; color: #fff; background: #611232; border: 2px solid #a57f2c; border-radius: 999px; }
    button:focus-visible { outline: 3px solid #a57f2c; outline-offset: 2px; }
    iframe { position: fixed; right: 16px; bottom: 80px; z-index: 2147483647; width: min(480px, calc(100vw - 32px));
      height: min(704px, calc(100vh - 96px)); border: 1px solid #a57f2c; border-radius: 10px; background: #fff; }
    :host([mode="inline"]) iframe, :host([mode="full"]) iframe { position: static; box-sizing: border-box; width: 100%; height: 100%; border-radius: 0; }
    [hidden] { display: none; }
    @media print { button, iframe { display: none; } }
  `);

  class CriterioChat extends HTMLElement {
    connectedCallback() {
      if (this.view) return;
      this.view = this.attachShadow({ mode: "closed" });
      this.view.adoptedStyleSheets = [sheet];
      this.listen = (event) => {
        if (event.origin !== origin || !this.frame || event.source !== this.frame.contentWindow) return;
        const wanted = event.data && event.data.type;
        if (wanted === "criterio:close" && this.launcher) this.close();
        if (wanted === "criterio:key-wanted") this.bringKey();
      };
      window.addEventListener("message", this.listen);
      if (["inline", "full"].includes(this.getAttribute("mode"))) {
        this.view.append(this.makeFrame());
        return;
      }
      this.launcher = document.createElement("button");
      this.launcher.type = "button";
      this.launcher.setAttribute("aria-expanded", "false");
      this.launcher.textContent = this.getAttribute("label") || "Preguntar a Criterio";
      this.launcher.addEventListener("click", () => (this.frame && !this.frame.hidden ? this.close() : this.open()));
      this.view.append(this.launcher);
    }

    // From the host's own server, with the host's own session: {"key": "…"}.
    async bringKey() {
      let key = "";
      try {
        const response = await fetch(this.getAttribute("key-url"), { credentials: "same-origin", cache: "no-store" });
        if (response.ok) key = (await response.json()).key;
      } catch {
        // The frame says that nobody told who asks.
      }
      this.frame.contentWindow.postMessage({ type: "criterio:key", key: String(key) }, origin);
    }

    makeFrame() {
      this.frame = document.createElement("iframe");
      this.frame.title = "Criterio, asistente de cobranza";
      this.frame.allow = "clipboard-write";
      this.frame.src = `${origin}/embed${this.hasAttribute("key-url") ? "?key" : ""}`;
      return this.frame;
    }

    open() {
      if (this.frame) {
        this.frame.hidden = false;
        this.greet();
      } else {
        this.makeFrame().addEventListener("load", () => this.greet());
        this.view.append(this.frame);
      }
      this.launcher.setAttribute("aria-expanded", "true");
    }

    greet() {
      this.frame.contentWindow.postMessage({ type: "criterio:open" }, origin);
    }

    close() {
      this.frame.hidden = true;
      this.launcher.setAttribute("aria-expanded", "false");
      this.launcher.focus();
    }
  }
  customElements.define("criterio-chat", CriterioChat);
})();
