# Written by scripts/make-suite.ts: W6 with ternary weights.

import "w6.nf"

network W6Ternary {
  input whole: u3[3, 128, 160], scale 1/7
  input half: u3[3, 64, 80], scale 1/7
  input quarter: u3[3, 32, 40], scale 1/7
  weights random(6)
  precision weights ternary, activations 3b

  shared early = Early()
  shared late = Late()
  whole |> early |> output whole_features: late
  half |> early |> output half_features: late
  quarter |> early |> output quarter_features: hardtanh
}
