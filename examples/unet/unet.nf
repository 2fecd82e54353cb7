# A small encoder-decoder that labels every pixel of a street scene with one of 11 classes. Each level of the decoder joins the enlarged
# maps from below with those of the same size on the way down.

network Unet {
  input image: u8[3, 240, 320], scale 1/255
  weights random(11)
  precision weights 6b, activations 3b

  image |> output logits: Layers
  output labels = argmax(logits)
}

block Layers(x) {
  e1 = x |> ConvNorm(16 maps, stride 2)
  e2 = e1 |> maxpool(2x2) |> Twice(32 maps)
  e3 = e2 |> maxpool(2x2) |> Twice(64 maps)
  bottom = e3 |> maxpool(2x2) |> Twice(128 maps)
  d3 = Join(bottom, e3, 64 maps)
  d2 = Join(d3, e2, 32 maps)
  d1 = Join(d2, e1, 16 maps)
  return d1 |> upsample(2) |> score: conv(11 maps, 1x1)
}

block Join(below, skip, maps) {
  enlarged = below |> narrow: conv(maps, 1x1, no bias) |> norm: batchnorm |> relu |> upsample(2)
  return concat(enlarged, skip) |> mix: ConvNorm(maps)
}

block Twice(x, maps) {
  return x |> a: ConvNorm(maps) |> b: ConvNorm(maps)
}

block ConvNorm(x, maps, stride = 1) {
  return x |> c: conv(maps, 3x3, stride, same, no bias) |> norm: batchnorm |> relu
}
