# LeNet-5 the way the ANNA chip ran it: 6-bit weights and 3-bit activations on the machine, the last layer in real numbers on the host.

network LeNet5Anna {
  input image: u8[1, 32, 32], scale 1/255
  weights "lenet5-anna.safetensors"
  precision weights 6b, activations 3b

  image
    |> c1: conv(6 maps, 5x5) |> tanh(range 0.75)
    |> s2: avgpool(2x2) |> tanh(range 0.75)
    |> c3: conv(16 maps, 5x5, table LeCun98) |> tanh(range 0.75)
    |> s4: avgpool(2x2) |> tanh(range 0.75)
    |> c5: conv(120 maps, 5x5) |> tanh(range 0.75)
    |> f6: dense(84) |> tanh(range 0.75)
    |> output logits: dense(10, on host)
  output digit = argmax(logits)
}

# Which maps of s2 each map of c3 reads (LeCun, Bottou, Bengio and Haffner 1998, table I).
table LeCun98 {
  0: 0 1 2
  1: 1 2 3
  2: 2 3 4
  3: 3 4 5
  4: 0 4 5
  5: 0 1 5
  6: 0 1 2 3
  7: 1 2 3 4
  8: 2 3 4 5
  9: 0 3 4 5
  10: 0 1 4 5
  11: 0 1 2 5
  12: 0 1 3 4
  13: 1 2 4 5
  14: 0 2 3 5
  15: 0 1 2 3 4 5
}
