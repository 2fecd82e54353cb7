# Labels every pixel of a street scene with one of 11 classes: an encoder-decoder for 3-bit activations. All activations share one range,
# so that the decoder joins maps of two sizes without re-coding either.

network Scene {
  input image: u8[3, 240, 320], scale 1/255
  weights "scene.safetensors"
  precision weights 6b, activations 3b

  output labels = argmax(Layers(image))
}

block Layers(x) {
  e1 = x |> ConvNorm(16 maps, stride 2)
  e2 = e1 |> ConvNorm(32 maps, stride 2)
  e3 = e2 |> ConvNorm(64 maps, stride 2) |> ConvNorm(64 maps)
  e4 = e3 |> ConvNorm(96 maps, stride 2) |> ConvNorm(96 maps) |> ConvNorm(96 maps)
  d3 = Join(e4, e3, 64 maps, 48 maps)
  d2 = Join(d3, e2, 32 maps, 32 maps)
  d1 = d2 |> fine: deconv(16 maps, 2x2, stride 2, no bias) |> batchnorm |> relu(range 2)
  return concat(d1, e1) |> score: conv(11 maps, 3x3, same) |> upsample(2)
}

# The maps from below, fewer and enlarged, beside those of the same size on the way down.
block Join(below, skip, narrowed, maps) {
  enlarged = below |> narrow: ConvNorm(narrowed, kernel 1x1) |> upsample(2)
  return concat(enlarged, skip) |> mix: ConvNorm(maps)
}

block ConvNorm(x, maps, kernel = 3x3, stride = 1) {
  return x |> c: conv(maps, kernel, stride, same, no bias) |> norm: batchnorm |> relu(range 2)
}
