# W2, a bank of 16 filters over one plane.

network W2 {
  input plane: u3[1, 400, 400], scale 1/7
  weights random(2)
  precision weights 6b, activations 3b

  plane |> output features: Layers
}

block Layers(x) {
  return x |> c1: conv(16 maps, 9x9) |> tanh
}
