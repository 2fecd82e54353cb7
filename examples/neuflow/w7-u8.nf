# Written by scripts/make-suite.ts: W7 with 8-bit inputs.

import "w6.nf"

network W7U8 {
  input whole: u8[3, 240, 320], scale 1/255
  input half: u8[3, 120, 160], scale 1/255
  input quarter: u8[3, 60, 80], scale 1/255
  weights random(7)
  precision weights 6b, activations 3b

  shared early = Early()
  shared late = Late()
  whole |> early |> output whole_features: late
  half |> early |> output half_features: late
  quarter |> early |> output quarter_features: late
}
