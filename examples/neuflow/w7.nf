# W7, scene parsing at 320 x 240: the encoder of W6 whole on all three scales.

import "w6.nf"

network W7 {
  input whole: u3[3, 240, 320], scale 1/7
  input half: u3[3, 120, 160], scale 1/7
  input quarter: u3[3, 60, 80], scale 1/7
  weights random(7)
  precision weights 6b, activations 3b

  shared early = Early()
  shared late = Late()
  whole |> early |> output whole_features: late
  half |> early |> output half_features: late
  quarter |> early |> output quarter_features: late
}
