# Written by scripts/make-suite.ts: W6 of a smaller picture, quick enough to verify down to the RTL.

import "w6.nf"

network W6Small {
  input whole: u3[3, 96, 96], scale 1/7
  input half: u3[3, 48, 48], scale 1/7
  input quarter: u3[3, 24, 24], scale 1/7
  weights random(6)
  precision weights 6b, activations 3b

  shared early = Early()
  shared late = Late()
  whole |> early |> output whole_features: late
  half |> early |> output half_features: late
  quarter |> early |> output quarter_features: hardtanh
}
