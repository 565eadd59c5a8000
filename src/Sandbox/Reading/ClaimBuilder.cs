using System.Globalization;

namespace CleanClaim.Sandbox.Reading;

/// <summary>Loop tree of a transaction without faults to its claims.</summary>
internal static class ClaimBuilder
{
    public static IEnumerable<SubmittedClaim> Build(Interchange interchange, LoopNode root)
    {
        var submitter = root.Child("1000A")!.Head;
        var bht = root.First("BHT")!;
        var submission = new Submission(interchange.Sender, Joined(submitter[3], submitter[4]), submitter[9], bht[3], interchange.Header[15] == "T");
        return from provider in root.Loops("2000A")
               from subscriber in provider.Loops("2000B")
               from holder in subscriber.Loops("2000C").Prepend(subscriber)
               from claim in holder.Loops("2300")
               select Build(submission, provider, subscriber, holder, claim);
    }

    private static string Joined(string last, string first) => first.Length == 0 ? last : $"{last} {first}";

    private static SubmittedClaim Build(Submission submission, LoopNode provider, LoopNode subscriber, LoopNode holder, LoopNode claim)
    {
        var insured = subscriber.Child("2010BA")!;
        var payer = subscriber.Child("2010BB")!.Head;
        var billing = BillingOf(provider);
        var self = holder.Id == "2000B";
        var rendering = claim.Child("2310B");
        return new SubmittedClaim
        {
            Submission = submission,
            Billing = billing,
            MemberId = insured.Head[9],
            Subscriber = PersonOf(insured),
            Patient = PersonOf(self ? insured : holder.Child("2010CA")!),
            PatientIsSubscriber = self,
            PayerId = payer[9],
            PayerName = payer[3],
            Responsibility = subscriber.First("SBR")![1],
            PatientControlNumber = claim.Head[1],
            TotalCharge = Cents.Parse(claim.Head[2])!.Value,
            PlaceOfService = claim.Head.Part(5, 1),
            Frequency = claim.Head.Part(5, 3),
            OriginalReference = claim.First("REF", 1, "F8")?[2] ?? "",
            Authorization = claim.First("REF", 1, "G1")?[2] ?? "",
            Diagnoses = DiagnosesOf(claim),
            RenderingNpi = rendering?.Head[9] ?? billing.Npi,
            RenderingTaxonomy = rendering?.First("PRV")?[3] ?? (rendering is null ? billing.Taxonomy : ""),
            Lines = [.. claim.Loops("2400").Select(LineOf)],
            OtherPayers = [.. claim.Loops("2320").Select(o => OtherOf(claim, o))],
        };
    }

    private static Payee BillingOf(LoopNode provider)
    {
        var node = provider.Child("2010AA")!;
        var (street, city) = (node.First("N3")!, node.First("N4")!);
        return new(node.Head[9], node.First("REF", 1, "EI", "SY")![2], Joined(node.Head[3], node.Head[4]), street[1], city[1], city[2], city[3],
            provider.First("PRV")?[3] ?? "");
    }

    private static Person PersonOf(LoopNode node) =>
        new(node.Head[3], node.Head[4], node.Head[5], Dates.Parse(node.First("DMG")?[2] ?? ""), node.First("DMG")?[3] ?? "");

    private static string[] DiagnosesOf(LoopNode claim)
    {
        var hi = claim.All("HI").First(h => h.Part(1, 1) == "ABK");
        return [.. Enumerable.Range(1, hi.Elements.Count).Select(i => hi.Part(i, 2))];
    }

    private static SubmittedLine LineOf(LoopNode line)
    {
        var sv1 = line.First("SV1")!;
        var dtp = line.First("DTP", 1, "472")!;
        var (from, to) = Dates.Period(dtp[2], dtp[3])!.Value;
        return new(NumberOf(line), sv1.Part(1, 2), [.. sv1.Parts(1).Skip(2).Take(4).Where(m => m.Length > 0)], Cents.Parse(sv1[2])!.Value, sv1[4],
            [.. sv1.Parts(7).Select(p => int.Parse(p, CultureInfo.InvariantCulture))], from, to, line.First("REF", 1, "6R")?[2] ?? "");
    }

    private static int NumberOf(LoopNode line) => int.Parse(line.Head[1], CultureInfo.InvariantCulture);

    private static OtherPayer OtherOf(LoopNode claim, LoopNode other)
    {
        var payer = other.Child("2330B")!.Head;
        var lines = from line in claim.Loops("2400")
                    from answer in line.Loops("2430")
                    where answer.Head[1] == payer[9]
                    select new PriorLine(NumberOf(line), Cents.Parse(answer.Head[2])!.Value, [.. AdjustmentsOf(answer)]);
        return new(other.Head[1], payer[9], payer[3], Cents.Parse(other.First("AMT", 1, "D")?[2] ?? ""), [.. AdjustmentsOf(other)], [.. lines]);
    }

    /// <summary>The reasons of every CAS of a loop; what is no amount counts as nothing, a rule tells of it.</summary>
    public static IEnumerable<Adjustment> AdjustmentsOf(LoopNode node)
    {
        foreach (var cas in node.All("CAS"))
            for (var i = 2; i <= 17; i += 3)
                if (cas[i].Length > 0) yield return new(cas[1], cas[i], Cents.Parse(cas[i + 1]) ?? 0);
    }
}
