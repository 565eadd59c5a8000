using CleanClaim.Billing.Scrubbing;

namespace CleanClaim.Cli.Scrubbing;

/// <summary>`rules`: what claims are held against, and whether each rule does what it says.</summary>
internal static class RulesCommands
{
    public static Group Group() => new("rules", "the rules that claims are scrubbed with", List(), Test());

    private static Verb List() => new Verb("list", "every rule with its source", "cleanclaim rules list").Does((context, _) =>
    {
        foreach (var rule in ScrubRules.All)
        {
            if (context.Json)
                context.JsonLine(new { rule.Id, rule.Family, rule.Severity, Message = rule.Says, rule.Fix, rule.Source, Needs = rule.Needs == CodeList.None ? null : (CodeList?)rule.Needs, rule.MayPass });
            else
                context.Out.WriteLine($"{rule.Id,-10} {rule.Severity.ToString().ToLowerInvariant(),-6} {rule.Says} [{rule.Source}]");
        }

        if (!context.Json) context.Out.WriteLine($"{ScrubRules.All.Count} rules.");
        return Task.FromResult(Exit.Done);
    });

    private static Verb Test() => new Verb("test", "runs every rule on its own two examples: one that it alone finds fault with, one that it passes", "cleanclaim rules test").Does((context, _) =>
    {
        var proofs = ScrubRules.All.Select(RuleProof.Of).ToList();
        foreach (var proof in proofs)
        {
            if (context.Json) context.JsonLine(new { proof.Rule.Id, proof.Holds, proof.Found, proof.FoundInPassing, proof.Message });
            else context.Out.WriteLine($"{(proof.Holds ? "holds" : "FAILS"),-6} {proof.Rule.Id,-10} {(proof.Holds ? proof.Message : $"found by {string.Join(", ", proof.Found.DefaultIfEmpty("nobody"))}; passing example: {string.Join(" ", proof.FoundInPassing.DefaultIfEmpty("nothing"))}")}");
        }

        if (!context.Json) context.Out.WriteLine($"{proofs.Count(p => p.Holds)} of {proofs.Count} rules hold.");
        return Task.FromResult(proofs.TrueForAll(p => p.Holds) ? Exit.Done : Exit.Faults);
    });
}
