// A lesson's page: a video that goes on where it was left and reports what was played, a text that was read.
import { enhance } from "../dom.js";
import { follow } from "./video-player.js";
import { whenRead } from "./reading-timer.js";

enhance("[data-player]", follow);
enhance("form[data-finish]", whenRead);
