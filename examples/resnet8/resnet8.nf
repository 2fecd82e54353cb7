# ResNet-8 for CIFAR-10, the image classifier of MLPerf Tiny: three blocks of two convolutions with a skip.

network ResNet8 {
  input image: u8[3, 32, 32], scale 1/255
  weights random(8)
  precision weights 6b, activations 3b

  image |> output logits: Layers
  output label = argmax(logits)
}

block Layers(x) {
  return x
    |> c1: ConvNorm(16 maps)
    |> relu
    |> r1: Residual(16 maps)
    |> r2: Residual(32 maps, stride 2)
    |> r3: Residual(64 maps, stride 2)
    |> avgpool(global)
    |> fc: dense(10)
}

block Residual(x, maps, stride = 1) {
  body = x |> a: ConvNorm(maps, stride = stride) |> relu |> b: ConvNorm(maps)
  skip = if stride > 1 then x |> c: conv(maps, 1x1, stride) else x
  return add(body, skip) |> relu
}

block ConvNorm(x, maps, stride = 1) {
  return x |> c: conv(maps, 3x3, stride, same, no bias) |> norm: batchnorm
}
