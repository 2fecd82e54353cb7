# A network for the mutation test: it needs what LeNet-5 does not, above all layers too large for the grid (several parts, strided
# memory runs that cross 4 KB borders), merges over many rows and odd shapes, squares (added up inside a layer, and in
# padded windows, which are a layer of their own), and digit planes of a single pixel.

network Stress {
  input image: u8[3, 21, 17], scale 1/255
  input levels: u8[70, 1, 1], scale 1/255
  weights random(3)
  precision weights ternary, activations 3b
  image
    |> a: conv(40 maps, 3x5, stride 2, pad 1) |> relu
    |> b: maxpool(2x2, stride 1)
    |> c: conv(136 maps, 5x5, same, weights 4 trits) |> tanh
    |> d: l2pool(2x2) |> relu
    |> k: l2pool(3x3, same) |> relu
    |> output e: conv(12 maps, 1x1)
  output f = argmax(e)
  levels |> g: dense(40) |> relu |> output h: dense(9)
}
