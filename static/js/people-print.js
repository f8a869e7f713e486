// The print button of a slip.
import { on } from "./dom.js";

on("click", "[data-print]", () => window.print());
