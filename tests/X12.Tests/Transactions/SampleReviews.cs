namespace CleanClaim.X12.Tests.Transactions;

/// <summary>Invented authorizations and premium payments, without a fault.</summary>
internal static class SampleReviews
{
    public const string Request = """
        BHT*0007*13*R-1*20260310*0900
        HL*1**20*1
        NM1*X3*2*PRAIRIE HEALTH*****PI*PRAIRIE
        HL*2*1*21*1
        NM1*1P*2*LAKE ACUPUNCTURE*****XX*1234567893
        PER*IC*FRONT DESK*TE*7855550100
        HL*3*2*22*1
        NM1*IL*1*DOE*ANN****MI*M123
        DMG*D8*19800102*F
        HL*4*3*EV*1
        TRN*1*TRACE-1*9LAKEACUPU
        UM*HS*I*64*11:B*****Y
        DTP*AAH*RD8*20260312-20260612
        HI*ABK:M5450*ABF:G8929
        HSD*VS*10***34*3
        MSG*SECOND SERIES OF TREATMENT
        NM1*SJ*1*LI*WEI****XX*1993999998
        HL*5*4*SS*0
        DTP*472*RD8*20260312-20260612
        SV1*HC:97810:GP*600*UN*10***1:2
        """;

    public const string Answer = """
        BHT*0007*11*R-1*20260310*1100*18
        HL*1**20*1
        NM1*X3*2*PRAIRIE HEALTH*****PI*PRAIRIE
        HL*2*1*21*1
        NM1*1P*2*LAKE ACUPUNCTURE*****XX*1234567893
        HL*3*2*22*1
        NM1*IL*1*DOE*ANN****MI*M123
        HL*4*3*EV*1
        TRN*2*TRACE-1*9LAKEACUPU
        UM*HS*I*64*11:B
        HCR*A6*PA-77*0U
        DTP*AAH*RD8*20260312-20260512
        HI*ABK:M5450
        HL*5*4*SS*0
        HCR*A1*PA-77
        SV1*HC:97810:GP*480*UN*8***1
        HL*6*4*SS*0
        HCR*A3**0X
        SV1*HC:97026*80*UN*8
        MSG*NOT COVERED
        """;

    public const string Premiums = """
        BPR*I*310*C*ACH*CCP*01*011900445*DA*1234567*1512345678**01*071000013*DA*9876543*20260310
        TRN*3*EFT0009*1512345678
        REF*18*PLAN-1
        DTM*582****RD8*20260401-20260430
        N1*PE*PRAIRIE HEALTH*FI*481234567
        N1*PR*LAKE ACUPUNCTURE*FI*351234567
        PER*IC*PAYROLL*TE*7855550100
        ENT*1*2J*EI*E-1
        NM1*IL*1*DOE*ANN****EI*E-1
        ADX*-20*52
        RMR*IK*INV-1**200*220
        REF*38*MASTER-1
        DTM*582****RD8*20260401-20260430
        ADX*-20*H6
        ENT*2*2J*EI*E-2
        NM1*IL*1*ROE*TIM****EI*E-2
        RMR*IK*INV-1**130
        """;
}
