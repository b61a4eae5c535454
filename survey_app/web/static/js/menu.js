/* On a phone a menu scrolls sideways: the page that is open is in sight. */
const here = document.querySelector("nav [aria-current]");
here?.scrollIntoView({ inline: "center", block: "nearest", behavior: "instant" });
