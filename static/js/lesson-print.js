// The print button of a certificate.
import { on } from "./dom.js";

on("click", "[data-print]", () => window.print());
