# W5, the encoder of a tracker: as W4 with L2 pooling instead of absolute values and averages.

import "tables.nf"

network W5 {
  input image: u3[3, 240, 320], scale 1/7
  weights random(5)
  precision weights 6b, activations 3b

  image |> output features: Layers
}

block Layers(x) {
  return x
    |> c1: conv(32 maps, 7x7, table TestC1)
    |> tanh
    |> s2: l2pool(2x2)
    |> c3: conv(32 maps, 7x7, table TestC3)
    |> tanh
    |> s4: l2pool(2x2)
    |> relu
}
