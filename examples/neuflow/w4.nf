# W4, neuFlow's test network: two convolutions with connection tables, absolute values and averages.

import "tables.nf"

network W4 {
  input image: u3[3, 240, 320], scale 1/7
  weights random(4)
  precision weights 6b, activations 3b

  image |> output features: Layers
}

block Layers(x) {
  return x
    |> c1: conv(32 maps, 7x7, table TestC1)
    |> tanh
    |> abs
    |> s2: avgpool(2x2)
    |> c3: conv(32 maps, 7x7, table TestC3)
    |> tanh
    |> abs
    |> s4: avgpool(2x2)
    |> relu
}
