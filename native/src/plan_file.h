// The file of a plan: what sepconv_plan_save writes and native/bench reads, as lines of words between single spaces.
//
//   sepconv-plan 1                             the format's version
//   onednn 3.11.0                              the version of oneDNN that the numbers and layouts below belong to
//   threads T                                  OpenMP threads that the primitives are planned for
//   arena BYTES
//   pictures N                                 how often a run goes through the steps
//   layout L TYPE SIZES HEX                    a memory descriptor: HEX is its blob (dnnl_memory_desc_get_blob), TYPE
//                                              and SIZES say the same for people; numbered from 0, before its first use
//   value V arena L OFFSET                     values, numbered from 0: in the arena,
//   value V external L                         bound by the session,
//   value V constant L                         packed; its data are not in the file,
//   value V view L OF                          or another layout over the memory of an earlier value
//   step KIND IMPLEMENTATION                   a primitive, by oneDNN's names; lines up to the next step are its own
//   NAME NUMBERS...                            one of the parameters below, where the kind has it
//   scratchpad MODE                            enum dnnl_scratchpad_mode_t
//   post eltwise ALGORITHM ALPHA BETA          post-ops, in their order
//   post sum SCALE ZERO_POINT TYPE
//   post binary ALGORITHM L
//   arg ROLE VALUE L given|free                an argument, DNNL_ARG_*: L is the primitive's own layout of it, which
//                                              was given when it was described, or left free for oneDNN to choose
//   end
//
// Enumerations are oneDNN's numbers; floats have nine digits, which give the same float back.
#pragma once

#include <oneapi/dnnl/dnnl.h>

namespace sepconv::plan_file {

constexpr int version = 1;

enum class Form { int32, int64, float32, spatial };  // spatial: a number per spatial axis

struct Parameter {
  const char* name;
  dnnl_query_t query;
  Form form;
};

constexpr Parameter parameters[] = {
    {"prop_kind", dnnl_query_prop_kind, Form::int32},   {"algorithm", dnnl_query_alg_kind, Form::int32},
    {"strides", dnnl_query_strides, Form::spatial},     {"kernel", dnnl_query_kernel, Form::spatial},
    {"dilations", dnnl_query_dilations, Form::spatial}, {"padding_l", dnnl_query_padding_l, Form::spatial},
    {"padding_r", dnnl_query_padding_r, Form::spatial}, {"axis", dnnl_query_axis_s32, Form::int32},
    {"alpha", dnnl_query_alpha_f32, Form::float32},     {"beta", dnnl_query_beta_f32, Form::float32},
    {"epsilon", dnnl_query_epsilon_f32, Form::float32}, {"p", dnnl_query_p_f32, Form::float32},
    {"k", dnnl_query_k_f32, Form::float32},             {"local_size", dnnl_query_local_size_s64, Form::int64},
};

// The kinds that the file can hold.
constexpr dnnl_primitive_kind_t kinds[] = {
    dnnl_reorder, dnnl_concat, dnnl_convolution, dnnl_deconvolution, dnnl_eltwise, dnnl_softmax,   dnnl_pooling,
    dnnl_prelu,   dnnl_lrn,    dnnl_binary,      dnnl_matmul,        dnnl_reduction, dnnl_resampling,
};

}  // namespace sepconv::plan_file
