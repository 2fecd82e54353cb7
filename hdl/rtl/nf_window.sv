// From a pixel slot to the 64 activations of its window pass: one tap per lane group, conflict-free banks, rotate network, padding.
// A slot in cycle t uses the taps in t+2, presents bank addresses in t+5, and its activations are registered for cycle t+8.
// Row ky of the window lies in the image where first <= ky <= last, and behind the end of the ring where ky >= wrap; the three are
// worked out once per slot, so that a lane group only compares. The row memory holds distances from a zero point (nf_distance); they
// become activations behind the rotation: themselves, or digits of their squares.
module nf_window #(
  parameter int Banks = 8,
  parameter int Depth = 512,
  parameter int BlockBits = 14,       // signed block number of a tap: twice what a row of the memory holds, either way
  parameter int Primitives = 0
) (
  input  logic                           clk_i,
  input  logic [Banks*32-1:0]            taps_i,          // per lane group {j 15, ky 6, lines 11}
  input  logic [15:0]                    width_i,
  input  logic [5:0]                     ring_i,
  input  logic [9:0]                     slot_lines_i,
  input  logic [8:0]                     pad_digits_i,
  input  logic                           square_i,
  input  logic [8:0]                     top_i,           // rows of padding above the image, at py = 0; in t+1
  input  logic [9:0]                     bottom_i,        // last row of the image, counted from the window's first, signed; in t+1
  input  logic [BlockBits-1:0]           slot_chunk_i, slot_x_i, slot_px_i,   // the slot's block is their sum
  input  logic [7:0]                     slot_rows_i,     // py * pyRows
  input  logic [5:0]                     slot_ring_i,
  input  logic [2:0]                     slot_rot_i,
  input  logic [$clog2(Depth)-1:0]       slot_lines_offset_i,
  input  logic [1:0]                     slot_digit_i,
  input  logic [1:0]                     digit6_i,        // of the slot, in t+6
  output logic [Banks*$clog2(Depth)-1:0] read_address_o,
  input  logic [Banks*24-1:0]            read_data_i,
  output logic [Banks*24-1:0]            activations_o
);
  localparam int AddressBits = $clog2(Depth);
  // A copy of the phase's own, close by: slots come later than a cycle after its start.
  logic [9:0] slot_lines_q;
  always_ff @(posedge clk_i) slot_lines_q <= slot_lines_i;
  localparam int BankBits = $clog2(Banks);
  localparam int WidthBits = BlockBits - 1;

  // The slot's own numbers: block, first and last row of the image, where the ring wraps, lines before and after the wrap.
  logic [BlockBits+1:0]   block;
  logic [BlockBits-1:0]   block1_q, block2_q;
  logic [7:0]             rows1_q;
  logic [5:0]             first2_q, last2_q, wrap1_q, wrap2_q;
  logic [AddressBits-1:0] lines1_q, ring_lines1_q, ring_size_q, start2_q, start3_q, wrapped2_q, wrapped3_q;
  logic [BankBits-1:0]    rot1_q, rot2_q, rot3_q, rot4_q, rot5_q, rot6_q;
  logic                   rot7_q;
  logic [2:0]             pad1_q, pad2_q, pad3_q, pad4_q, pad5_q, pad6_q, pad7_q;
  logic [Banks-1:0]       valid5, valid6_q, valid7_q;   // by lane group
  logic                   low7_q, high7_q;              // digit of a square
  nf_add3 #(.Width(BlockBits), .SumWidth(BlockBits + 2), .Primitives(Primitives)) u_block (
    .a_i(slot_chunk_i), .b_i(slot_x_i), .c_i(slot_px_i), .sum_o(block)
  );
  // Digit 3, of a skip, pads as digit 0.
  wire [2:0] pad = (slot_digit_i == 2'd1) ? pad_digits_i[5:3] : (slot_digit_i == 2'd2) ? pad_digits_i[8:6] : pad_digits_i[2:0];
  wire [9:0] above = {1'b0, top_i} - {2'b0, rows1_q};
  wire [9:0] below = bottom_i - {2'b0, rows1_q};
  wire       outside = (~above[9] & (above[8:6] != 3'd0)) | below[9];
  always_ff @(posedge clk_i) begin
    ring_size_q <= AddressBits'(16'(ring_i) * 16'(slot_lines_q));
    block1_q <= block[BlockBits-1:0];
    rows1_q <= slot_rows_i;
    wrap1_q <= ring_i - slot_ring_i;
    ring_lines1_q <= AddressBits'(16'(slot_ring_i) * 16'(slot_lines_q));
    lines1_q <= slot_lines_offset_i;
    rot1_q <= slot_rot_i[BankBits-1:0];
    pad1_q <= pad;
    block2_q <= block1_q;
    first2_q <= outside ? 6'd63 : above[9] ? 6'd0 : above[5:0];
    last2_q <= outside ? 6'd0 : (below[8:6] != 3'd0) ? 6'd63 : below[5:0];
    wrap2_q <= wrap1_q;
    start2_q <= ring_lines1_q + lines1_q;
    wrapped2_q <= ring_lines1_q + lines1_q - ring_size_q;
    start3_q <= start2_q;
    wrapped3_q <= wrapped2_q;
    rot2_q <= rot1_q + block1_q[BankBits-1:0];
    rot3_q <= rot2_q; rot4_q <= rot3_q; rot5_q <= rot4_q; rot6_q <= rot5_q; rot7_q <= rot6_q[0];
    pad2_q <= pad1_q; pad3_q <= pad2_q; pad4_q <= pad3_q; pad5_q <= pad4_q; pad6_q <= pad5_q; pad7_q <= pad6_q;
    valid6_q <= valid5;
    valid7_q <= valid6_q;
    low7_q <= square_i & (digit6_i == 2'd0);
    high7_q <= square_i & digit6_i[0];
  end

  logic [Banks*AddressBits-1:0] address5;   // by lane group
  genvar i, b;
  generate
    for (i = 0; i < Banks; i = i + 1) begin : gen_group
      logic [BlockBits-1:0]   block3_q;
      logic [AddressBits-1:0] lines3_q, lines4_q, high4_q, address5_q;
      logic                   inside3_q, over3_q, valid4_q, valid5_q;
      wire  [5:0]             ky = taps_i[32*i+11 +: 6];
      always_ff @(posedge clk_i) begin
        // t+2: block of this tap, its row against the image and the ring, its lines from the start of the ring
        block3_q <= block2_q + BlockBits'({taps_i[32*i+31], taps_i[32*i+17 +: 15]});
        inside3_q <= (ky >= first2_q) & (ky <= last2_q);
        over3_q <= ky >= wrap2_q;
        lines3_q <= AddressBits'(16'(ky) * 16'(slot_lines_q) + 16'(taps_i[32*i +: 11]));
        // t+3: inside the row? A negative block is larger than any width.
        valid4_q <= inside3_q & (block3_q < {1'b0, width_i[WidthBits-1:0]});
        lines4_q <= lines3_q + (over3_q ? wrapped3_q : start3_q);
        high4_q <= AddressBits'(block3_q[BlockBits-1:BankBits]);
        // t+4: line address
        valid5_q <= valid4_q;
        address5_q <= lines4_q + high4_q;
      end
      assign address5[AddressBits*i +: AddressBits] = address5_q;
      assign valid5[i] = valid5_q;
    end
  endgenerate

  // t+5: bank k is read by lane group (k - rot). t+6, t+7: lane group i gets bank (i + rot), or the pad digit. Each way the rotation
  // is one by an even number of banks, then one by one bank; between them stands, for data, a register that padding clears.
  logic [Banks*AddressBits-1:0] even_address;
  logic [Banks*24-1:0]          even7_q;
  generate
    for (i = 0; i < Banks; i = i + 1) begin : gen_bank
      localparam int Before = (i + Banks - 1) % Banks;
      localparam int After = (i + 1) % Banks;
      localparam int Before2 = (i + Banks - 2) % Banks;
      localparam int After2 = (i + 2) % Banks;
      localparam int Across = (i + 4) % Banks;
      nf_select4 #(.Width(AddressBits)) u_even_address (
        .select_i(rot5_q[2:1]), .d0_i(address5[AddressBits*i +: AddressBits]), .d1_i(address5[AddressBits*Before2 +: AddressBits]),
        .d2_i(address5[AddressBits*Across +: AddressBits]), .d3_i(address5[AddressBits*After2 +: AddressBits]),
        .y_o(even_address[AddressBits*i +: AddressBits])
      );
      nf_select2 #(.Width(AddressBits), .Primitives(Primitives)) u_address (
        .select_i(rot5_q[0]), .a_i(even_address[AddressBits*i +: AddressBits]), .b_i(even_address[AddressBits*Before +: AddressBits]),
        .y_o(read_address_o[AddressBits*i +: AddressBits])
      );
      wire [23:0] even;
      nf_select4 #(.Width(24)) u_even_data (
        .select_i(rot6_q[2:1]), .d0_i(read_data_i[24*i +: 24]), .d1_i(read_data_i[24*After2 +: 24]),
        .d2_i(read_data_i[24*Across +: 24]), .d3_i(read_data_i[24*Before2 +: 24]), .y_o(even)
      );
      wire keep = rot6_q[0] ? valid6_q[Before] : valid6_q[i];
      always_ff @(posedge clk_i) begin
        if (!keep) even7_q[24*i +: 24] <= 24'd0;
        else even7_q[24*i +: 24] <= even;
      end
      wire [23:0] symbols, data;
      nf_select2 #(.Width(24), .Primitives(Primitives)) u_data (
        .select_i(rot7_q), .a_i(even7_q[24*i +: 24]), .b_i(even7_q[24*After +: 24]), .y_o(symbols)
      );
      for (b = 0; b < 4; b = b + 1) begin : gen_digits
        nf_square_digits #(.Primitives(Primitives)) u_digits (
          .symbols_i(symbols[6*b +: 6]), .low_i(low7_q), .high_i(high7_q), .digits_o(data[6*b +: 6])
        );
      end
      // Padding: the data are zero there, so that setting the ones of the pad digit is enough.
      wire [2:0] set = valid7_q[i] ? 3'd0 : pad7_q;
      if (Primitives == 1) begin : gen_set
        for (b = 0; b < 24; b = b + 1) begin : gen_bit
          always_ff @(posedge clk_i) begin
            if (set[b % 3]) activations_o[24*i+b] <= 1'b1;
            else activations_o[24*i+b] <= data[b];
          end
        end
      end else begin : gen_or
        always_ff @(posedge clk_i) activations_o[24*i +: 24] <= data | {8{set}};
      end
    end
  endgenerate
  // Bits that carry nothing here.
  wire unused = &{1'b0, block[BlockBits+1:BlockBits], width_i, slot_rot_i, taps_i};
endmodule
