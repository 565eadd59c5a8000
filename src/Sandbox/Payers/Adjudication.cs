using System.Globalization;
using CleanClaim.Sandbox.Configuration;
using CleanClaim.Sandbox.Reading;

namespace CleanClaim.Sandbox.Payers;

/// <summary>One claim through one payer: covered or denied, priced, shared, coordinated. Pure; every line balances (005010X221A1 1.10.2).</summary>
internal static class Adjudication
{
    /// <param name="standing">The payer's earlier answers that were not reversed.</param>
    public static AdjudicatedClaim Adjudicate(
        Covered who, SubmittedClaim claim, string claimNumber, IReadOnlyList<AdjudicatedClaim> standing, IReadOnlyList<Misbehaviour> misbehaviours, DateOnly today)
    {
        var benefits = new Benefits(standing, who.PersonKey);
        var lines = new List<AdjudicatedLine>();
        foreach (var line in claim.Lines)
        {
            var denial = Ordered(line, misbehaviours) ?? Denials.Of(who, claim, line, benefits, standing, today);
            var answer = denial is null ? Price(who, claim, line, benefits) : Deny(claim, line, denial);
            if (misbehaviours.Any(m => m.Scenario == Scenario.OmitOa23)) answer = WithoutOa23(answer);
            if (misbehaviours.Any(m => m.Scenario == Scenario.PayPatient)) answer = ToPatient(answer);
            benefits.Add(answer);
            lines.Add(answer);
        }
        var forward = who.Member.Supplement is { } supplement && claim.Responsibility == "P" && lines.Exists(l => !l.Denied) ? supplement : null;
        return new AdjudicatedClaim
        {
            Claim = claim,
            PayerId = who.Payer.PayerId,
            ClaimNumber = claimNumber,
            Status = Status(claim, forward is not null),
            Lines = lines,
            PersonKey = who.PersonKey,
            ForwardedTo = forward?.PayerId ?? "",
            PriorityPayer = lines.Exists(l => l.Adjustments.Any(a => a is { Group: "CO", Reason: "22" })) ? who.PrimaryElsewhere : "",
            // MA18: the claim goes on to the supplemental insurer.
            ClaimRemarks = forward is null ? [] : ["MA18"],
        };
    }

    /// <summary>CLP02 says the order of payers, not the outcome: a denied claim is 1, 2 or 3 too (X12 RFI 1423).</summary>
    private static string Status(SubmittedClaim claim, bool forwarded) => claim.Responsibility switch
    {
        "P" => forwarded ? "19" : "1",
        "S" => "2",
        _ => "3",
    };

    private static Denial? Ordered(SubmittedLine line, IReadOnlyList<Misbehaviour> misbehaviours)
    {
        var order = misbehaviours.FirstOrDefault(m => m.Scenario == Scenario.DenyAllAsProcessed
            || (m.Scenario == Scenario.DenyLine && (m.Code.Length == 0 || m.Code == line.Code)));
        return order is null ? null : new(order.Group, order.Reason, order.Remark);
    }

    private static AdjudicatedLine Deny(SubmittedClaim claim, SubmittedLine line, Denial denial)
    {
        // After another payer only what it left to the patient is open; the rest is its work and stands as OA-23.
        var open = Coordination.Of(claim, line) is { } prior ? Math.Clamp(prior.PatientShare, 0, line.Charge) : line.Charge;
        return new AdjudicatedLine
        {
            Line = line,
            Paid = 0,
            Adjustments = Present(("OA", "23", line.Charge - open), (denial.Group, denial.Reason, open)),
            Remarks = denial.Remark.Length == 0 ? [] : [denial.Remark],
        };
    }

    private static AdjudicatedLine Price(Covered who, SubmittedClaim claim, SubmittedLine line, Benefits benefits)
    {
        var prior = Coordination.Of(claim, line);
        var benefit = who.Plan.Benefits.FirstOrDefault(b => b.Code == line.Code);
        var units = Math.Max(1, int.TryParse(line.Units, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 1);
        var allowed = Math.Min(line.Charge, benefit is null ? (prior?.Allowed ?? 0) : benefit.Allowed * units);
        var share = Shares(who, line, benefit?.CostShare ?? CostShare.None, allowed, benefits);
        return prior is null ? First(who, line, allowed, share) : After(who, line, allowed, share, prior);
    }

    /// <summary>The patient's own share of an allowed amount at this payer.</summary>
    private sealed record Share(long Copay, long Deductible, long Coinsurance)
    {
        public long Total => Copay + Deductible + Coinsurance;
    }

    private static Share Shares(Covered who, SubmittedLine line, CostShare kind, long allowed, Benefits benefits)
    {
        var plan = who.Plan;
        switch (kind)
        {
            case CostShare.Copay:
                return new(Math.Min(allowed, Math.Max(0, plan.Copay - benefits.CopayTaken(line.From))), 0, 0);
            case CostShare.DeductibleThenCoinsurance:
                var open = Math.Max(0, plan.Deductible - who.Member.DeductibleMet - benefits.DeductibleUsed(line.From.Year));
                var deductible = Math.Min(allowed, open);
                return new(0, deductible, Cents.Share(allowed - deductible, plan.CoinsuranceBasisPoints));
            default:
                return new(0, 0, 0);
        }
    }

    private static AdjudicatedLine First(Covered who, SubmittedLine line, long allowed, Share share)
    {
        var benefit = allowed - share.Total;
        var sequestration = Cents.Share(benefit, who.Payer.SequestrationBasisPoints);
        return new AdjudicatedLine
        {
            Line = line,
            Paid = benefit - sequestration,
            Allowed = allowed,
            Deductible = share.Deductible,
            Copay = share.Copay,
            Adjustments = Present(("CO", "45", line.Charge - allowed), ("CO", "253", sequestration),
                ("PR", "1", share.Deductible), ("PR", "2", share.Coinsurance), ("PR", "3", share.Copay)),
        };
    }

    /// <summary>
    /// The charge is repeated in full; OA-23 takes off what earlier payers paid and wrote off (X12 RFI 1696, 2535), so that what is left
    /// is what they gave the patient. Of the rest after our payment the patient owes at most this plan's own share; more is CO-45.
    /// </summary>
    private static AdjudicatedLine After(Covered who, SubmittedLine line, long allowed, Share share, Prior prior)
    {
        var open = Math.Clamp(prior.PatientShare, 0, line.Charge);
        var benefit = Math.Min(open, Coordination.Pays(who.Payer.Coordination, who.Plan, prior, line.Charge, allowed, allowed - share.Total));
        var sequestration = Cents.Share(benefit, who.Payer.SequestrationBasisPoints);
        var rest = open - benefit;
        var adjustments = new List<(string, string, long)> { ("OA", "23", line.Charge - open), ("CO", "253", sequestration) };
        if (who.Payer.Coordination == CoordinationMethod.Supplement)
        {
            adjustments.AddRange(prior.PatientShares.Where(a => !who.Plan.CoversPatientReasons.Contains(a.Reason)).Select(a => ("PR", a.Reason, a.Amount)));
            return Answer(line, allowed, benefit - sequestration, adjustments, new(0, 0, 0));
        }
        var copay = Math.Min(rest, share.Copay);
        var deductible = Math.Min(rest - copay, share.Deductible);
        var coinsurance = Math.Min(rest - copay - deductible, share.Coinsurance);
        adjustments.AddRange([("PR", "1", deductible), ("PR", "2", coinsurance), ("PR", "3", copay), ("CO", "45", rest - copay - deductible - coinsurance)]);
        return Answer(line, allowed, benefit - sequestration, adjustments, new(copay, deductible, coinsurance));
    }

    private static AdjudicatedLine Answer(SubmittedLine line, long allowed, long paid, List<(string, string, long)> adjustments, Share used) => new()
    {
        Line = line,
        Paid = paid,
        Allowed = allowed,
        Adjustments = Present([.. adjustments]),
        Deductible = used.Deductible,
        Copay = used.Copay,
    };

    private static Adjustment[] Present(params (string Group, string Reason, long Amount)[] adjustments) =>
        [.. adjustments.Where(a => a.Amount != 0).Select(a => new Adjustment(a.Group, a.Reason, a.Amount))];

    /// <summary>Misbehaviour: the payer repeats prior reductions as its own contractual instead of OA-23.</summary>
    private static AdjudicatedLine WithoutOa23(AdjudicatedLine line)
    {
        var prior = line.Adjustments.Where(a => a is { Group: "OA", Reason: "23" }).Sum(a => a.Amount);
        var own = line.Adjustments.Where(a => a is { Group: "CO", Reason: "45" }).Sum(a => a.Amount);
        var rest = line.Adjustments.Where(a => a is not { Group: "OA", Reason: "23" } and not { Group: "CO", Reason: "45" });
        return line with { Adjustments = [.. Present(("CO", "45", prior + own)), .. rest] };
    }

    /// <summary>Misbehaviour: the benefit goes to the member; PR-100 stands for it and the clinic gets nothing.</summary>
    private static AdjudicatedLine ToPatient(AdjudicatedLine line) =>
        line with { Paid = 0, Adjustments = [.. line.Adjustments, .. Present(("PR", "100", line.Paid))] };
}
