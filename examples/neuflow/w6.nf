# W6, scene parsing at half size: one encoder over three scales of a picture in Y, U and V. The smallest scale is too small for the last
# layer and ends before it.

import "tables.nf"

network W6 {
  input whole: u3[3, 128, 160], scale 1/7
  input half: u3[3, 64, 80], scale 1/7
  input quarter: u3[3, 32, 40], scale 1/7
  weights random(6)
  precision weights 6b, activations 3b

  shared early = Early()
  shared late = Late()
  whole |> early |> output whole_features: late
  half |> early |> output half_features: late
  quarter |> early |> output quarter_features: hardtanh
}

block Early(x) {
  return x
    |> c1: conv(16 maps, 7x7, table SceneC1)
    |> tanh
    |> s2: avgpool(2x2)
    |> c3: conv(64 maps, 7x7, table SceneC3)
    |> tanh
    |> s4: avgpool(2x2)
}

block Late(x) {
  return x |> c5: conv(256 maps, 7x7, table SceneC5) |> tanh
}
