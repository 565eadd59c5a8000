namespace CleanClaim.Billing.Scrubbing;

/// <summary>Kinds of procedure codes by their numbers, in our own words; no descriptions of CPT are held.</summary>
internal static class Codes
{
    /// <summary>Evaluation and management: visits, and the eye examinations and Medicare visits that stand for one.</summary>
    public static bool IsVisit(string code) => (Number(code) is >= 99202 and <= 99499 && !IsCareManagementAddOn(code)) || code is "92002" or "92004" or "92012" or "92014" or "G0402" or "G0438" or "G0439" or "G0463" or "G0101" or "T1015" or "S0610" or "S0612" or "G0245" or "G0246";

    /// <summary>Office visits by level, to which G2211 is added.</summary>
    public static bool IsOfficeVisit(string code) => Number(code) is (>= 99202 and <= 99205) or (>= 99211 and <= 99215);

    public static bool IsPreventiveVisit(string code) => Number(code) is (>= 99381 and <= 99387) or (>= 99391 and <= 99397);

    public static bool IsAnesthesia(string code) => Number(code) is >= 100 and <= 1999 && code is not ("01996" or "01953" or "01968" or "01969");

    /// <summary>Pathology and laboratory that a certificate (CLIA) is asked for.</summary>
    public static bool IsLaboratory(string code) => Number(code) is >= 80047 and <= 88399;

    public static bool IsImaging(string code) => Number(code) is >= 70010 and <= 79999;

    public static bool IsChiropractic(string code) => code is "98940" or "98941" or "98942";

    /// <summary>Services that Medicare calls always therapy: only under a therapy plan of care.</summary>
    public static bool IsAlwaysTherapy(string code) => code is "97012" or "97016" or "97018" or "97022" or "97024" or "97026" or "97028" or "97032" or "97033" or "97034" or "97035" or "97036" or "97110" or "97112" or "97113" or "97116" or "97124"
        or "97140" or "97150" or "97161" or "97162" or "97163" or "97164" or "97165" or "97166" or "97167" or "97168" or "97530" or "97533" or "97535" or "97537" or "97542" or "97750" or "97755" or "97760" or "97761" or "97763" or "G0283" or "G0281" or "92507" or "92508" or "92526";

    /// <summary>HCPCS drug codes (J0120 to J9999).</summary>
    public static bool IsDrug(string code) => code.Length == 5 && code[0] == 'J' && Number(code[1..]) is >= 120;

    /// <summary>Codes that name no certain service: the claim says in words what it was.</summary>
    public static bool IsUnlisted(string code) => code is "97799" or "97039" or "97139" or "20999" or "64999" or "99199" or "99429" or "99499" or "90899" or "92700" or "17999" or "22899" or "27599" or "29999" or "76499" or "84999" or "90999" or "93799" or "94799" or "95999" or "96999" or "A9999"
        or "J3490" or "J3590" or "J9999" or "E1399" or "A4649" or "A9270" or "B9999" or "L2999" or "L3999" or "Q4050" or "Q4051";

    private static bool IsCareManagementAddOn(string code) => code is "99417" or "99418" or "99439" or "99437" or "99425" or "99427";

    /// <summary>Five digits as a number; -1 for anything else. A code of four digits is one of HCPCS's own less its letter.</summary>
    public static int Number(string code)
    {
        if (code.Length is not (4 or 5)) return -1;
        var number = 0;
        foreach (var letter in code)
        {
            if (letter is < '0' or > '9') return -1;
            number = (number * 10) + (letter - '0');
        }

        return number;
    }
}
