network LeNet5 {
  input image: u8[1, 32, 32], scale 1/255
  weights "lenet5.safetensors"

  image
    |> c1: conv(6 maps, 5x5) |> tanh |> s2: avgpool(2x2) |> tanh
    |> c3: conv(3 maps, 5x5, table Wide) |> tanh
    |> output logits: dense(10)
}

table Wide { 0: 0 1 2   1: 1 2 3   2: 5 6 7 }
