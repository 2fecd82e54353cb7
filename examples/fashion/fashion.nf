# Ten kinds of clothing (Fashion-MNIST): every weight -1, 0 or +1, activations of 3 bits.

network Fashion {
  input image: u8[1, 28, 28], scale 1/255
  weights "fashion.safetensors"
  precision weights ternary, activations 3b

  image
    |> c1: ConvNorm(16 maps)
    |> c2: ConvNorm(32 maps, stride 2)
    |> c3: ConvNorm(32 maps)
    |> c4: ConvNorm(64 maps, stride 2)
    |> c5: ConvNorm(64 maps)
    |> logits: dense(10)
  output kind = argmax(logits)
}

block ConvNorm(x, maps, stride = 1) {
  return x |> c: conv(maps, 3x3, stride, same, no bias) |> norm: batchnorm |> relu(range 2)
}
