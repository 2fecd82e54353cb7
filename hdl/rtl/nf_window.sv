// From a pixel slot to the 64 activations of its window pass: one tap per lane group, conflict-free banks, rotate network, padding.
// A slot in cycle t uses the taps in t+2, presents bank addresses in t+5, and its activations are registered for cycle t+7.
module nf_window #(
  parameter int Banks = 8,
  parameter int Depth = 512
) (
  input  logic                           clk_i,
  input  logic [Banks*32-1:0]            taps_i,          // per lane group {j 15, ky 6, lines 11}
  input  logic [15:0]                    rows_i, width_i,
  input  logic [5:0]                     ring_i,
  input  logic [9:0]                     slot_lines_i,
  input  logic [8:0]                     pad_digits_i,
  input  logic [15:0]                    slot_block_i, slot_row_i,
  input  logic [5:0]                     slot_ring_i,
  input  logic [2:0]                     slot_rot_i,
  input  logic [15:0]                    slot_lines_offset_i,
  input  logic [1:0]                     slot_digit_i,
  output logic [Banks*$clog2(Depth)-1:0] read_address_o,
  input  logic [Banks*24-1:0]            read_data_i,
  output logic [Banks*24-1:0]            activations_o
);
  localparam int AddressBits = $clog2(Depth);
  localparam int BankBits = $clog2(Banks);
  // t+1, t+2: the slot's own numbers.
  logic [15:0] block1_q, block2_q, row1_q, row2_q, lines1_q, lines2_q;
  logic [5:0]  ring1_q, ring2_q;
  logic [BankBits-1:0] rot1_q, rot2_q, rot3_q, rot4_q, rot5_q, rot6_q;
  logic [2:0]  pad1_q, pad2_q, pad3_q, pad4_q, pad5_q, pad6_q;
  wire  [2:0]  pad = (slot_digit_i == 2'd0) ? pad_digits_i[2:0] : (slot_digit_i == 2'd1) ? pad_digits_i[5:3] : pad_digits_i[8:6];
  always_ff @(posedge clk_i) begin
    block1_q <= slot_block_i;
    row1_q <= slot_row_i;
    ring1_q <= slot_ring_i;
    lines1_q <= slot_lines_offset_i;
    rot1_q <= slot_rot_i[BankBits-1:0] + slot_block_i[BankBits-1:0];
    pad1_q <= pad;
    block2_q <= block1_q;
    row2_q <= row1_q;
    ring2_q <= ring1_q;
    lines2_q <= lines1_q;
    rot2_q <= rot1_q; rot3_q <= rot2_q; rot4_q <= rot3_q; rot5_q <= rot4_q; rot6_q <= rot5_q;
    pad2_q <= pad1_q; pad3_q <= pad2_q; pad4_q <= pad3_q; pad5_q <= pad4_q; pad6_q <= pad5_q;
  end

  logic [Banks*AddressBits-1:0] address;   // by lane group, in t+5
  logic [Banks-1:0]             valid;    // by lane group, in t+5
  logic [Banks-1:0]             valid6_q;
  genvar i;
  generate
    for (i = 0; i < Banks; i = i + 1) begin : gen_group
      logic [15:0] block3_q, row3_q;
      logic [6:0]  ring3_q;
      logic [15:0] lines3_q;
      logic [5:0]  ring4_q;
      logic [15:0] lines4_q;
      logic        valid4_q, valid5_q;
      logic [AddressBits-1:0] address5_q;
      wire  [31:0] tap = taps_i[32*i +: 32];
      always_ff @(posedge clk_i) begin
        // t+2: block, row and ring slot of this tap
        block3_q <= block2_q + {tap[31], tap[31:17]};
        row3_q <= row2_q + 16'(tap[16:11]);
        ring3_q <= {1'b0, ring2_q} + {1'b0, tap[16:11]};
        lines3_q <= lines2_q + 16'(tap[10:0]);
        // t+3: inside the image?
        valid4_q <= ~block3_q[15] & (block3_q < width_i) & ~row3_q[15] & (row3_q < rows_i);
        ring4_q <= (ring3_q >= {1'b0, ring_i}) ? 6'(ring3_q - {1'b0, ring_i}) : ring3_q[5:0];
        lines4_q <= lines3_q + (block3_q >> BankBits);
        // t+4: line address
        valid5_q <= valid4_q;
        address5_q <= AddressBits'(lines4_q + 16'(ring4_q) * 16'(slot_lines_i));
      end
      assign address[AddressBits*i +: AddressBits] = address5_q;
      assign valid[i] = valid5_q;
    end
  endgenerate

  // t+5: bank k is read by lane group (k - rot); t+6: lane group i gets bank (i + rot), or the pad digit.
  generate
    for (i = 0; i < Banks; i = i + 1) begin : gen_bank
      wire [BankBits-1:0] from = BankBits'(i) - rot5_q;
      assign read_address_o[AddressBits*i +: AddressBits] = address[AddressBits*from +: AddressBits];
      wire [BankBits-1:0] bank = BankBits'(i) + rot6_q;
      always_ff @(posedge clk_i) begin
        valid6_q[i] <= valid[i];
        activations_o[24*i +: 24] <= valid6_q[i] ? read_data_i[24*bank +: 24] : {8{pad6_q}};
      end
    end
  endgenerate
endmodule
