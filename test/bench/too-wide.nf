# Rows that fit no tile, however they are cut: one pixel alone has more maps than row memory has room for.
network TooWide {
  input x: u3[65536, 3, 3]
  weights random(1)
  x |> output y: maxpool(3x3)
}
