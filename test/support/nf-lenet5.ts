// LeNet-5 of LeCun et al. 1998 as a model text, with the connection table of its layer C3.
export const lenet5 = `network LeNet5 {
  input image: u8[1, 32, 32], scale 1/255
  weights "lenet5.safetensors"
  precision weights 6b, activations 3b  # per network; any layer may say its own

  image
    |> c1: conv(6 maps, 5x5) |> tanh |> s2: avgpool(2x2) |> tanh
    |> c3: conv(16 maps, 5x5, table LeCun98) |> tanh |> s4: avgpool(2x2) |> tanh
    |> c5: conv(120 maps, 5x5, weights ternary) |> tanh
    |> f6: dense(84) |> tanh
    |> output logits: dense(10)
  output digit = argmax(logits)
}

# Six maps read three neighbouring maps, six read four, three read four that are apart, one reads all.
table LeCun98 {
  0: 0 1 2     1: 1 2 3     2: 2 3 4     3: 3 4 5     4: 4 5 0     5: 5 0 1
  6: 0 1 2 3   7: 1 2 3 4   8: 2 3 4 5   9: 3 4 5 0   10: 4 5 0 1   11: 5 0 1 2
  12: 0 1 3 4   13: 1 2 4 5   14: 0 2 3 5
  15: 0 1 2 3 4 5
}
`;
