namespace CleanClaim.Billing.Scrubbing;

/// <summary>Dental claims (837D): numbers of teeth and letters of surfaces; no descriptions of CDT are held.</summary>
internal static class DentalRules
{
    public static IReadOnlyList<ScrubRule> All { get; } =
    [
        ScrubRule.Line("DEN-CDT-01", Severity.Stop, "A dental line has a D code.", "Enter the CDT code; medical codes go on a professional claim.", "45 CFR 162.1002(a)(4) and (c)(1): the Code on Dental Procedures and Nomenclature; 005010X224A2 2400 SV301 AD", l => l.OfCode, (_, l) => l.Code.Length > 0 && (l.Code.Length != 5 || l.Code[0] != 'D') ? $"{l.Code} is no dental code" : null, f => f.Dental().Change(l => l with { Code = "99213" }), f => f.Dental()) with { For = Forms.Dental },
        ScrubRule.Line("DEN-TTH-01", Severity.Stop, "A tooth is 1 to 32, A to T, or one of these with 50 or S for a further tooth.", "Enter the tooth in the universal numbering.", "005010X224A2 2400 TOO02 (code source 135: universal national tooth designation)", l => l.At("teeth", "TOO02", "TOO02", "TOO02"), (_, l) => l.Teeth.Any(t => t.Tooth.Length > 0 && !IsTooth(t.Tooth)) ? $"{string.Join(", ", l.Teeth.Select(t => t.Tooth).Where(t => !IsTooth(t)))} is no tooth" : null, f => f.Dental().Change(l => l with { Teeth = [("33", "O")] }), f => f.Dental().Change(l => l with { Teeth = [("51", "O")] })) with { For = Forms.Dental },
        ScrubRule.Line("DEN-SRF-01", Severity.Stop, "A surface is B, D, F, I, L, M or O.", "Enter the surfaces by their letters.", "005010X224A2 2400 TOO03", l => l.At("teeth", "TOO03", "TOO03", "TOO03"), (_, l) => l.Teeth.Any(t => t.Surfaces.Any(s => !"BDFILMO".Contains(s))) ? "has a surface that is none" : null, f => f.Dental().Change(l => l with { Teeth = [("3", "OX")] }), f => f.Dental().Change(l => l with { Teeth = [("3", "MOD")] })) with { For = Forms.Dental },
        ScrubRule.Line("DEN-SRF-02", Severity.Warn, "No surface of a tooth is told twice.", "Remove one.", "005010X224A2 2400 TOO03: up to five surfaces", l => l.At("teeth", "TOO03", "TOO03", "TOO03"), (_, l) => l.Teeth.Any(t => t.Surfaces.Distinct().Count() < t.Surfaces.Length) ? "tells a surface twice" : null, f => f.Dental().Change(l => l with { Teeth = [("3", "OO")] }), f => f.Dental()) with { For = Forms.Dental },
    ];

    private static bool IsTooth(string tooth) => tooth.Length switch
    {
        1 => tooth[0] is (>= 'A' and <= 'T') or (>= '1' and <= '9'),
        2 when tooth[1] == 'S' => tooth[0] is >= 'A' and <= 'T',
        2 => int.TryParse(tooth, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number is (>= 1 and <= 32) or (>= 51 and <= 82),
        _ => false,
    };
}
