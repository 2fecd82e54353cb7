# W1, neuFlow's benchmark: one layer with every kernel the machine has, 4 to 4 maps, 10 x 10.

network W1 {
  input maps: u3[4, 500, 500], scale 1/7
  weights random(1)
  precision weights 6b, activations 3b

  maps |> output features: Layers
}

block Layers(x) {
  return x |> c1: conv(4 maps, 10x10) |> hardtanh
}
