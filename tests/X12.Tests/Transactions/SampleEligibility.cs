namespace CleanClaim.X12.Tests.Transactions;

/// <summary>Invented inquiries and answers, without a fault.</summary>
internal static class SampleEligibility
{
    public const string Inquiry = """
        BHT*0022*13*Q-1*20260310*0900
        HL*1**20*1
        NM1*PR*2*PRAIRIE HEALTH*****PI*PRAIRIE
        HL*2*1*21*1
        NM1*1P*2*LAKE ACUPUNCTURE*****XX*1234567893
        HL*3*2*22*0
        TRN*1*TRACE-1*9LAKEACUPU
        NM1*IL*1*DOE*ANN****MI*M123
        DMG*D8*19800102*F
        HI*ABK:M5450
        DTP*291*D8*20260310
        EQ*64^PT**FAM**1
        III*ZZ*11
        EQ**HC:97810:GP
        REF*G1*PA-7
        """;

    public const string Answer = """
        BHT*0022*11*Q-1*20260310*0901
        HL*1**20*1
        NM1*PR*2*PRAIRIE HEALTH*****PI*PRAIRIE
        PER*IC*PROVIDER LINE*TE*7855550100
        HL*2*1*21*1
        NM1*1P*2*LAKE ACUPUNCTURE*****XX*1234567893
        HL*3*2*22*1
        TRN*2*TRACE-1*9LAKEACUPU
        NM1*IL*1*DOE*ANN****MI*M123
        N3*1 ELM ST
        N4*TOPEKA*KS*66601
        DMG*D8*19800102*F
        DTP*346*D8*20260101
        EB*1*FAM*30*PR*GOLD PLAN
        EB*B*IND*64^PT***27*25*****Y
        EB*A*IND*64*****.2***N*N
        EB*F*IND*64***23***VS*20*Y*Y
        HSD*VS*20***23*1
        DTP*292*RD8*20260101-20261231
        MSG*Twenty visits a calendar year
        LS*2120
        NM1*P3*1*LI*WEI****XX*1993999998
        PER*IC**TE*7855550111
        LE*2120
        HL*4*3*23*0
        NM1*03*1*DOE*TIM
        AAA*N**67*C
        INS*N*19
        """;
}
