// Sizes of records as a server (8.1.2, community edition, memory storage) answered them to the
// expression record_size.
#pragma once

namespace spikelet::mock::testing {

struct recorded_size {
    // name=value of each bin. Values: i-5 integer, d double, b boolean, s10 string of ten bytes,
    // 4x10 value of particle type 4 and ten bytes, L and M list and map in hexadecimal msgpack, of
    // which +100 makes 100 bytes.
    const char* bins;
    unsigned set_size;  // bytes of the set name; 0: no set
    unsigned key_size;  // bytes of the stored key with its type; 0: not stored
    bool expires;
    unsigned stored;
};

// clang-format off
inline constexpr recorded_size recorded_sizes[] = {
    {"a=b", 0, 0, false, 48},
    {"a=4x0", 0, 0, false, 48},
    {"c=i32", 0, 0, false, 48},
    {"c=s4", 0, 0, false, 64},
    {"p=s3", 0, 0, false, 64},
    {"p=s6", 0, 9, false, 64},
    {"z=i2", 0, 9, false, 64},
    {"p=s0", 3, 0, false, 64},
    {"p=s1", 3, 0, false, 64},
    {"p=s3", 3, 0, false, 64},
    {"p=s4", 3, 0, false, 64},
    {"p=s5", 3, 0, false, 64},
    {"p=s7", 3, 0, false, 64},
    {"p=s8", 3, 0, false, 64},
    {"p=s9", 3, 0, false, 64},
    {"p=s0", 3, 0, true, 64},
    {"p=s1", 3, 0, true, 64},
    {"p=s4", 3, 0, true, 64},
    {"p=s7", 3, 0, true, 64},
    {"p=s8", 3, 0, true, 64},
    {"z=i2", 3, 13, false, 64},
    {"p=s0", 10, 0, false, 64},
    {"z=i2", 10, 6, false, 64},
    {"a=4x2", 0, 0, false, 64},
    {"a=i-3", 0, 0, false, 64},
    {"p=s11", 0, 0, false, 64},
    {"p=s11", 3, 0, false, 64},
    {"p=s12", 3, 0, false, 64},
    {"v=8x3", 3, 0, false, 64},
    {"bin0=b", 3, 0, false, 64},
    {"d=i255", 3, 0, false, 64},
    {"v=12x7", 3, 0, false, 64},
    {"v=8x11", 3, 0, false, 64},
    {"bin0=d", 3, 0, true, 64},
    {"bin0=s3", 10, 0, false, 64},
    {"v=b p=s1", 3, 0, false, 64},
    {"v=b p=s3", 3, 0, false, 64},
    {"v=b p=s6", 3, 0, false, 64},
    {"v=d p=s1", 3, 0, false, 64},
    {"v=i1 p=s1", 3, 0, false, 64},
    {"p=s0 v=L92c0c0", 3, 0, false, 64},
    {"p=s0 v=M81c70003c0", 3, 0, false, 64},
    {"=s15", 3, 0, false, 80},
    {"p=s13", 3, 13, false, 80},
    {"p=s13", 10, 0, false, 80},
    {"p=s10", 10, 6, false, 80},
    {"v=16x18", 3, 0, false, 80},
    {"bin0=4x4", 3, 7, true, 80},
    {"p=s6 q=i1", 0, 9, false, 80},
    {"v=b p=s11", 3, 0, false, 80},
    {"v=d p=s11", 3, 0, false, 80},
    {"v=d p=s13", 3, 0, false, 80},
    {"v=d p=s15", 3, 0, false, 80},
    {"b0=s5 p=s6", 3, 0, false, 80},
    {"v=4x1 p=s6", 3, 0, false, 80},
    {"p=s10 q=i1", 10, 6, false, 80},
    {"nnnnnnn=s14", 3, 0, false, 80},
    {"bin0=i16103", 30, 0, false, 80},
    {"b0=4x6 p=s11", 3, 0, false, 80},
    {"nnnnnnnn=s13", 3, 0, false, 80},
    {"v=i-128 p=s8", 3, 0, false, 80},
    {"a=b b=b c=d d=d", 0, 0, false, 80},
    {"a=i11 b=4x0 c=d", 3, 0, false, 80},
    {"p=s13 v=L91c70001", 3, 0, false, 80},
    {"p=s6 v=M81c70003c0", 3, 0, false, 80},
    {"p=s7 v=M81c70003c0", 3, 0, false, 80},
    {"nnnnnnnnnnnnnnn=s10", 3, 0, false, 80},
    {"p=s12 v=M81c70001c0", 3, 0, false, 80},
    {"p=s12 v=L91d2ffff7fff", 3, 0, false, 80},
    {"p=s4 v=L95c70001fdff080c", 3, 0, false, 80},
    {"p=s2 v=L949101910191019101", 3, 0, false, 80},
    {"p=s9 v=M83c70001c000070107", 3, 0, false, 80},
    {"bin0=4x3 bin1=i81358 bin2=b", 0, 0, false, 80},
    {"p=s10 v=M83c70001c008010bfd", 3, 0, false, 80},
    {"v=i-9223372036854775807 p=s5", 3, 0, false, 80},
    {"p=s10 v=M8300ccc801ccc802ccc8", 3, 0, false, 80},
    {"v=i-9223372036854775807 p=s13", 3, 0, false, 80},
    {"p=s7 v=M84c70001c0fd0600fe0203", 3, 0, false, 80},
    {"b=b c=d d=i-9223372036854775807", 0, 0, false, 80},
    {"p=s3 v=M85c70003c00007010702070307", 3, 0, false, 80},
    {"p=s4 v=M82cd2284c20b81a4036162630c", 3, 0, false, 80},
    {"a=b b=b c=d d=i-9223372036854775807", 0, 0, false, 80},
    {"p=s1 v=M82a604ceff6fd102fea3036231a3036231", 3, 0, false, 80},
    {"p=s11", 30, 0, false, 96},
    {"p=s14", 30, 0, false, 96},
    {"p=s13 q=i1", 3, 13, false, 96},
    {"bin0=d bin1=i-1", 3, 9, true, 96},
    {"b0=s1 b1=d p=s12", 3, 0, false, 96},
    {"a=s1 b=s6 c=s1 d=4x5", 0, 0, false, 96},
    {"p=s14 v=M8220a20330a70493b701ffdf02cdec85", 3, 0, false, 96},
    {"p=s11 v=M81d38a8b0389c3e02e61d3f1508a7bb8ab30b9", 3, 0, false, 96},
    {"p=s12 v=Ldc0012c70001c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0", 3, 0, false, 96},
    {"p=s15 v=Ldc0012c70001ffffffffffffffffffffffffffffffffff", 3, 0, false, 96},
    {"v=23x59", 3, 0, false, 112},
    {"p=s2 v=Mde0011c70001c000c001c002c003c004+39", 3, 0, false, 112},
    {"p=s4 v=L95c70001cb3ff8000000000000cb3ff8+40", 3, 0, false, 112},
    {"p=s5", 63, 0, false, 128},
    {"p=s7", 63, 0, false, 128},
    {"p=s10", 63, 0, false, 128},
    {"bin0=d", 63, 9, false, 128},
    {"p=s8 v=Ldc0011c70001cd012ccd012ccd012ccd+54", 3, 0, false, 128},
    {"p=s0 v=L919293c70001080b93d92d177b227479+76", 3, 0, false, 144},
    {"p=s10 v=M83a20330a20362cf3e83d8ae89da3111+63", 3, 0, false, 144},
    {"p=s12 v=Mde001000a2036101a2036102a2036103+67", 3, 0, false, 144},
    {"v=4x109", 3, 0, false, 160},
    {"bin0=4x4 bin1=d bin2=s1", 62, 0, true, 160},
    {"bin0=b bin1=b bin2=d bin3=4x6", 63, 7, true, 160},
    {"p=s12 v=M83a20361c2a403610962c2a804010202+84", 3, 0, false, 160},
    {"p=s0", 0, 127, false, 176},
    {"p=s9 v=L9494c0c0ac0368656c6c6f20776f726c+108", 3, 0, false, 176},
    {"v=4x140", 3, 0, false, 192},
    {"v=s127 p=s1", 3, 0, false, 192},
    {"v=s116 p=s12", 3, 0, false, 192},
    {"p=s1 v=Ldc008200000000000000000000000000+133", 3, 0, false, 192},
    {"v=4x127 p=s12", 3, 0, false, 208},
    {"v=4x128 p=s15", 3, 0, false, 208},
    {"v=L92d943177b2274797065223a22506f6c+143", 3, 0, false, 208},
    {"p=s12 v=Ldc0082c70001c0c0c0c0c0c0c0c0c0c0+135", 3, 0, false, 208},
    {"v=4x172", 3, 0, false, 224},
    {"p=s5 v=Ldc0012c70001cb3ff8000000000000cb+159", 3, 0, false, 224},
    {"p=s7 v=Mde0056c70001c0000701070207030704+177", 3, 0, false, 256},
    {"p=s13 v=Mde0057c70000c0000701070207030704+179", 3, 0, false, 256},
    {"p=s9 v=Ldc0064ccc8ccc8ccc8ccc8ccc8ccc8cc+203", 3, 0, false, 272},
    {"v=L92d971177b2274797065223a22466561+235", 3, 0, false, 288},
    {"v=4x238", 3, 0, false, 304},
    {"v=L92d980177b2274797065223a22506f6c+265", 3, 0, false, 320},
    {"v=4x284", 3, 0, false, 336},
    {"p=s1 v=Ldc0057c70001a20361a20361a20361a2+264", 3, 0, false, 336},
    {"p=s14 v=M8800bf03787878787878787878787878+265", 3, 0, false, 352},
    {"v=4x316", 3, 0, false, 368},
    {"v=4x317", 3, 0, false, 368},
    {"p=s11 q=i1", 0, 304, false, 384},
    {"v=4x350", 3, 0, false, 416},
    {"b0=s5 b1=4x6 b2=i32768 b3=s254 b4=4x7 b5=4x6 b6=d b7=4x6 b8=4x7 p=s8", 3, 0, false, 432},
    {"p=s10 v=Mde008100ccc801ccc802ccc803ccc804+391", 3, 0, false, 464},
    {"v=4x430", 3, 0, false, 496},
    {"v=4x445", 3, 0, false, 496},
    {"p=s11 v=Mde0032a5036b303030a20361a5036b30+453", 3, 0, false, 528},
    {"v=4x494", 3, 0, false, 560},
    {"v=4x541", 3, 0, false, 592},
    {"p=s4 v=Ldc0100ccc8ccc8ccc8ccc8ccc8ccc8cc+515", 3, 0, false, 592},
    {"p=s0 v=Mde0100c70003c000c001c002c003c004+644", 3, 0, false, 704},
    {"p=s2 v=Ldc012dc70001a20361a20361a20361a2+906", 3, 0, false, 976},
    {"p=s15 v=Mde0081c70001c0a5036b303030c0a503+903", 3, 0, false, 976},
    {"v=4x1000 p=s13", 3, 0, false, 1072},
    {"b0=b b1=i4294967295 b2=d b3=i1486433940182571530 b4=s6 b5=s1 b6=s3 "
     "b7=4x1 b8=s4 b9=4x1 b10=s2 b11=s0 b12=d b13=4x7 b14=d b15=4x1 b16=d "
     "b17=4x9 b18=s5 b19=s5 b20=b b21=4x9 b22=b b23=b b24=s2 b25=i10 b26=d "
     "b27=i-1294818010387989853 b28=4x8 b29=i8 b30=b b31=4x3 b32=b b33=d "
     "b34=4x4 b35=b b36=s3 b37=b b38=d b39=i6 b40=d b41=i-7583024655669817935 "
     "b42=s5 b43=s0 b44=d b45=b b46=4x2 b47=s3 b48=s1 b49=s30 b50=b b51=4x3 "
     "b52=i-1 b53=i1899 b54=d b55=s2 b56=i8 b57=s2 b58=i1 b59=d b60=i12 "
     "b61=s1 b62=d b63=b b64=s4 b65=s4 b66=i32 b67=b b68=4x2 b69=b "
     "b70=i-1915149068947746606 b71=i-128 b72=s4 b73=i127 b74=i48222 b75=d "
     "b76=s2 b77=b b78=b b79=b b80=i65536 b81=4x2 b82=4x0 b83=i-3 b84=d "
     "b85=i11 b86=b b87=s5 b88=d b89=s5 b90=4x9 b91=i-2 b92=d b93=d b94=d "
     "b95=b b96=s4 b97=s3 p=s6", 3, 0, false, 1136},
    {"b0=b b1=s4 b2=i7 b3=s11 b4=4x5 b5=4x9 b6=4x8 b7=b b8=b b9=b b10=s2 "
     "b11=s5 b12=s6 b13=b b14=4x2 b15=s6 b16=d b17=i-129 b18=d b19=d b20=b "
     "b21=b b22=4x7 b23=i13847 b24=i12 b25=i4 b26=i127 b27=b b28=i65536 "
     "b29=i52012 b30=4x2 b31=d b32=i3 b33=i-128 b34=b b35=i256 b36=d b37=b "
     "b38=d b39=i8 b40=4x4 b41=4x0 b42=s1 b43=b b44=i255 b45=s3 "
     "b46=i5213156992351550019 b47=s3 b48=4x0 b49=4x0 b50=s4 b51=4x6 b52=s3 "
     "b53=b b54=i-1 b55=s1 b56=4x1 b57=d b58=s2 b59=i-2989913353205351072 "
     "b60=d b61=d b62=4x5 b63=b b64=d b65=4x2 b66=b b67=4x0 b68=s2 b69=s2 "
     "b70=i-32 b71=4x3 b72=s3 b73=i7 b74=4x8 b75=s11 b76=s2 b77=s4 b78=d "
     "b79=i46224 b80=b b81=b b82=b b83=s1 b84=4x1 b85=b b86=s2 b87=s3 b88=i2 "
     "b89=d b90=b b91=i10 b92=s1 b93=s3 b94=b b95=d b96=b b97=b b98=4x4 "
     "b99=s3 b100=i31 b101=b b102=s3 b103=b b104=b b105=b b106=i7 b107=i255 "
     "b108=d b109=s3 b110=i61039 b111=4x9 b112=4x9 b113=b b114=b b115=b "
     "b116=i-9223372036854775808 b117=i11 b118=d b119=b b120=i1 b121=s4 "
     "b122=b b123=b b124=s6 b125=i128 b126=b p=s6", 3, 0, false, 1376},
    {"b0=4x2 b1=s5 b2=i4 b3=i11 b4=s4 b5=i12 b6=4x2 b7=d b8=b b9=d b10=s11 "
     "b11=4x4 b12=b b13=i8 b14=d b15=4x0 b16=s6 b17=s2 b18=4x5 b19=s5 b20=b "
     "b21=s1 b22=d b23=4x4 b24=b b25=4x4 b26=s3 b27=s1 b28=b b29=i11 "
     "b30=i25640 b31=b b32=s4 b33=s2 b34=b b35=s2 b36=b b37=4x0 b38=d b39=4x0 "
     "b40=d b41=i-128 b42=4x3 b43=i0 b44=i-2147483648 b45=d b46=i32981 b47=d "
     "b48=4x2 b49=b b50=s1 b51=4x2 b52=d b53=s2 b54=i-3 b55=i6 b56=i32767 "
     "b57=s4 b58=s5 b59=i6 b60=d b61=i25806 b62=d b63=b b64=d b65=d b66=d "
     "b67=i1 b68=4x2 b69=b b70=b b71=s4 b72=d b73=4x2 b74=4x6 b75=4x5 b76=b "
     "b77=s1 b78=d b79=4x4 b80=i-3 b81=b b82=b b83=i35895 b84=4x0 b85=b b86=d "
     "b87=d b88=b b89=4x4 b90=d b91=b b92=b b93=i0 b94=i-3436395357263849254 "
     "b95=i-1 b96=s1 b97=4x9 b98=b b99=b b100=4x5 b101=b b102=4x1 b103=d "
     "b104=b b105=s1 b106=i-2 b107=4x1 b108=4x6 b109=i39820 b110=s5 b111=4x9 "
     "b112=s1 b113=i0 b114=d b115=i20113 b116=i8 b117=i-8987981750646312329 "
     "b118=s5 b119=i1 b120=d b121=4x0 b122=4x7 b123=b b124=s2 b125=i28673 "
     "b126=s4 p=s1", 3, 0, false, 1408},
    {"b0=s2 b1=i-1 b2=b b3=i11 b4=4x6 b5=i-2147483649 b6=i63011 b7=s1 "
     "b8=i-9223372036854775807 b9=b b10=i43972 b11=d b12=d b13=4x8 b14=b "
     "b15=s1 b16=i23908 b17=b b18=s5 b19=i79894 b20=s2 b21=i5 b22=b b23=s2 "
     "b24=d b25=4x8 b26=b b27=s1 b28=4x0 b29=i9 b30=b b31=4x1 b32=d b33=b "
     "b34=i-32768 b35=i-32769 b36=s1 b37=d b38=i12 b39=4x2 b40=4x8 b41=s0 "
     "b42=s3 b43=s5 b44=4x8 b45=s3 b46=d b47=s1 b48=d b49=d b50=i4294967296 "
     "b51=d b52=s4 b53=b b54=d b55=4x3 b56=i7 b57=b b58=s2 b59=s2 b60=s3 "
     "b61=s3 b62=d b63=i44290 b64=i11 b65=i3 b66=4x4 b67=4x3 b68=4x5 "
     "b69=i8914426251445119049 b70=d b71=d b72=4x2 b73=b b74=4x8 b75=d b76=b "
     "b77=i-1 b78=d b79=s1 b80=s2 b81=i-128 b82=b b83=i3 b84=4x2 b85=b "
     "b86=i11 b87=i10 b88=d b89=4x7 b90=d b91=i-32768 b92=s4 b93=d b94=i9896 "
     "b95=4x6 b96=b b97=b b98=s1 b99=b b100=4x3 b101=4x4 b102=b b103=b "
     "b104=i8 b105=i32835 b106=4x5 b107=i-7511060168561461785 b108=d b109=i1 "
     "b110=4x1 b111=s4 b112=d b113=4x4 b114=i8 b115=d b116=b b117=4x9 b118=b "
     "b119=d b120=i41445 b121=s5 b122=i32 b123=d b124=d b125=4x5 b126=b "
     "b127=s6 p=s7", 3, 0, false, 1456},
    {"b0=4x6 b1=4x2 b2=d b3=s6 b4=s2 b5=4x1 b6=i0 b7=4x7 b8=d b9=d b10=s1 "
     "b11=b b12=i-3 b13=s1 b14=d b15=i11 b16=b b17=d b18=4x3 b19=d b20=b "
     "b21=b b22=4x4 b23=d b24=s1 b25=b b26=b b27=d b28=4x2 b29=4x3 b30=i32 "
     "b31=s1 b32=b b33=4x5 b34=b b35=b b36=4x9 b37=s2 b38=s5 b39=b b40=b "
     "b41=4x4 b42=d b43=s1 b44=i11 b45=s2 b46=b b47=d b48=b b49=d b50=i127 "
     "b51=4x7 b52=b b53=4x7 b54=d b55=4x9 b56=d b57=s4 b58=s4 b59=d b60=s6 "
     "b61=b b62=i1 b63=d b64=4x8 b65=b b66=d b67=d b68=d b69=d b70=d b71=s4 "
     "b72=d b73=b b74=i-127 b75=s1 b76=4x3 b77=s1 b78=i65535 b79=d b80=b "
     "b81=b b82=b b83=s5 b84=4x2 b85=4x7 b86=s3 b87=d b88=i31 b89=4x8 b90=d "
     "b91=d b92=s11 b93=4x6 b94=b b95=d b96=b b97=s4 b98=d b99=s6 b100=d "
     "b101=b b102=s1 b103=d b104=i127 b105=s3 b106=b b107=s1 b108=4x5 b109=d "
     "b110=i9 b111=4x4 b112=d b113=s5 b114=b b115=s2 b116=i0 b117=s1 b118=i3 "
     "b119=b b120=i12 b121=b b122=s3 b123=d b124=s2 b125=d b126=d b127=i7 p=s6", 3, 0, false, 1472},
    {"b0=d b1=4x4 b2=4x0 b3=4x5 b4=s5 b5=4x4 b6=i32767 b7=4x2 b8=4x5 b9=b "
     "b10=i6 b11=b b12=4x3 b13=s2 b14=4x1 b15=d b16=4x2 b17=i-2 b18=s30 "
     "b19=s2 b20=s1 b21=b b22=4x6 b23=b b24=s3 b25=b b26=i11 b27=s4 b28=d "
     "b29=4x7 b30=i37187 b31=b b32=b b33=b b34=i5 b35=i31 b36=s5 b37=b "
     "b38=4x6 b39=b b40=s3 b41=b b42=i2 b43=i2147483647 b44=i-3 b45=i5 "
     "b46=4x7 b47=4x9 b48=i6 b49=b b50=s6 b51=s3 b52=i-2 b53=b b54=4x0 b55=s2 "
     "b56=4x3 b57=d b58=b b59=4x9 b60=d b61=s3 b62=4x7 b63=d b64=d b65=s30 "
     "b66=i-3 b67=d b68=b b69=d b70=s3 b71=d b72=4x9 b73=d b74=4x7 b75=i127 "
     "b76=s6 b77=b b78=d b79=d b80=d b81=d b82=s3 b83=b "
     "b84=i9223372036854775807 b85=4x8 b86=i31436 b87=d b88=s1 b89=i32 "
     "b90=4x9 b91=b b92=d b93=s2 b94=4x8 b95=4x3 b96=s30 b97=4x9 b98=s2 "
     "b99=s3 b100=4x6 b101=i127 b102=4x5 b103=4x8 b104=d b105=d b106=d "
     "b107=4x8 b108=4x8 b109=4x4 b110=4x5 b111=d b112=i11 b113=s1 b114=i0 "
     "b115=s1 b116=i10 b117=i10 b118=i-1 b119=s2 b120=b b121=4x2 b122=4x7 "
     "b123=4x0 b124=s1 b125=s1 p=s8", 3, 0, false, 1584},
    {"p=s3 v=Mde005500bf0378787878787878787878+2808", 3, 0, false, 2880},
    {"p=s13 v=Mde0102c70001c0a5036b303030bf0378+9773", 3, 0, false, 9856},
    {"v=4x1048504 i=i255", 3, 0, false, 1048560},
    {"v=s1048525", 3, 0, false, 1048576},
    {"v=s1048521", 3, 0, true, 1048576},
    {"v=s1048518", 3, 6, false, 1048576},
    {"v=s1048465", 63, 0, false, 1048576},
    {"v=4x1048525", 3, 0, false, 1048576},
    {"v=4x1048513 i=i0", 3, 6, false, 1048576},
    {"v=4x1048509 i=i255", 3, 0, false, 1048576},
    {"v=4x1048510 i=i255", 3, 0, false, 1048576},
    {"v=4x1048514 i=i255", 3, 0, false, 1048576},
    {"v=4x1048517 i=i255", 3, 0, false, 1048576},
    {"v=4x1048516 i=i255", 3, 0, true, 1048576},
    {"v=4x1048509 i=i255 f=d", 3, 0, false, 1048576},
    {"v=4x1048503 i=i255 x=s10", 3, 0, false, 1048576},
    {"v=4x1048508 i=i255 qqqqqqqqq=b", 3, 0, false, 1048576},
    {"v=L9293c70001010282c70001c0a2036191+1048525", 3, 0, false, 1048576},
    {"v=Ldc00d6c70001da03e903767676767676+1048525", 3, 0, false, 1048576},
    {"v=Ldc0376da03e903727272727272727272+1048525", 3, 0, false, 1048576},
    {"v=Mde01abc70001c000da03e9036a6a6a6a+1048525", 3, 0, false, 1048576},
    {"v=Mde02af00da03e9037979797979797979+1048525", 3, 0, false, 1048576},
    {"b0=s1000 b1=s1000 b2=s1000 b3=s1000 b4=s1000 b5=s1000 b6=s1000 b7=s1000 "
     "b8=s1000 b9=s1000 b10=s1000 b11=s1000 b12=s1000 b13=s1000 b14=s1000 "
     "b15=s1000 b16=s1000 b17=s1000 b18=s1000 b19=s1000 b20=s1000 b21=s1000 "
     "b22=s1000 b23=s1000 b24=s1000 b25=s1000 b26=s1000 b27=s1000 b28=s1000 "
     "b29=s1000 b30=s1000 b31=s1000 b32=s1000 b33=s1000 b34=s1000 b35=s1000 "
     "b36=s1000 b37=s1000 b38=s1000 b39=s1000 b40=s1000 b41=s1000 b42=s1000 "
     "b43=s1000 b44=s1000 b45=s1000 b46=s1000 b47=s1000 b48=s1000 b49=s1000 "
     "b50=s1000 b51=s1000 b52=s1000 b53=s1000 b54=s1000 b55=s1000 b56=s1000 "
     "b57=s1000 b58=s1000 b59=s1000 b60=s1000 b61=s1000 b62=s1000 b63=s1000 "
     "b64=s1000 b65=s1000 b66=s1000 b67=s1000 b68=s1000 b69=s1000 b70=s1000 "
     "b71=s1000 b72=s1000 b73=s1000 b74=s1000 b75=s1000 b76=s1000 b77=s1000 "
     "b78=s1000 b79=s1000 b80=s1000 b81=s1000 b82=s1000 b83=s1000 b84=s1000 "
     "b85=s1000 b86=s1000 b87=s1000 b88=s1000 z=s958734", 3, 0, false, 1048576},
};
// clang-format on

}  // namespace spikelet::mock::testing
