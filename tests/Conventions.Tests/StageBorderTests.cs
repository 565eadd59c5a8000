using System.Text.RegularExpressions;
using CleanClaim.Conventions.Tests.Reading;

namespace CleanClaim.Conventions.Tests;

/// <summary>
/// DESIGN 3: inside src/Billing the folders are the revenue cycle in its own order over a small floor. A stage reads the floor
/// and what stands above it in the table; the floor and the plumbing know no stage. The three feedback arrows (rejection and denial
/// back to a claim, adjudicated to the next payer's claim) lead to Claims, which stands above all three.
/// </summary>
public sealed class StageBorderTests
{
    /// <summary>Each floor folder may read those before it. The ledger knows no claims: it stands apart from the record.</summary>
    private static readonly string[] Floor = ["Vocabulary", "Pdf", "CodeSets", "Parties", "Contracts", "Ledger", "Record"];

    private static readonly string[] Stages =
    [
        "Eligibility", "Charges", "Claims", "Scrubbing", "Submission", "Acknowledgments",
        "Remittance", "PaymentPosting", "Denials", "Statements", "Worklists", "Reporting", "Book",
    ];

    private static readonly string[] Plumbing = ["Work", "Storage", "Jobs", "Access", "Audit"];

    /// <summary>Arrows that the order does not allow and that we want, each with its reason. The list may only shrink.</summary>
    private static readonly Dictionary<string, string> Named = new()
    {
        ["Charges.CaptureCharge"] = "what a guarantor paid ahead is applied in the transaction in which the debt arises or goes, or a bill would ask for money that we hold (MONEY 1.6)",
        ["PaymentPosting.ChunkPosting"] = "a denied line becomes work in the transaction that posts it (DESIGN 5: PostRemittance -> Denials)",
        ["PaymentPosting.UndoAnswers"] = "and stops being work in the one that undoes it",
        ["Storage.BillingDb"] = "one model of all tables",
        ["Storage.Tables"] = "one model of all tables",
        ["Storage.ForeignKeys"] = "one model of all tables",
        ["Storage.Grants"] = "the rights of the application's role on all tables",
    };

    /// <summary>From one stage to one that stands below it, with the reason. The list may only shrink.</summary>
    private static readonly Dictionary<(string From, string To), string> NamedStages = new()
    {
        [("PaymentPosting", "Denials")] = "a denied line becomes work in the transaction that posts it, or it could be lost between the two (DESIGN 5)",
    };

    [Fact]
    public void Every_folder_of_Billing_has_its_place_in_the_order() =>
        Offenders.None(Product.Billing.GetTypes().Select(Product.FolderOf).OfType<string>().Except([.. Floor, .. Stages, .. Plumbing]),
            "Give the folder its place in the lists of this test, in the order of the revenue cycle.");

    [Fact]
    public void Folder_and_namespace_are_one()
    {
        var files = Product.Files("src/Billing", ".cs");
        Assert.True(files.Count > 50, $"Only {files.Count} files were found under src/Billing.");
        Offenders.None(files.Where(file => !NamespaceFits(file, Product.Read(file))), "The namespace is CleanClaim.Billing and the folder.");
        Assert.False(NamespaceFits("src/Billing/Claims/BuildClaim.cs", "namespace CleanClaim.Billing.Charges;"));
        Assert.True(NamespaceFits("src/Billing/Claims/Parts/Line.cs", "namespace CleanClaim.Billing.Claims;"));
    }

    [Fact]
    public void A_stage_reads_the_floor_and_what_stands_above_it() =>
        Offenders.None(Crossings(Product.Billing.GetTypes(), Product.FolderOf), "Move what is shared down to the floor, or the reader to the later stage.");

    [Fact]
    public void A_named_arrow_that_is_gone_leaves_the_list() =>
        Assert.All(Named.Keys, name => Assert.NotNull(Product.Billing.GetType("CleanClaim.Billing." + name)));

    [Fact]
    public void An_early_stage_that_reads_a_late_one_is_found()
    {
        var found = Crossings(typeof(Samples.Borders.Claims.Early).Assembly.GetTypes(), type => Product.FolderUnder("CleanClaim.Conventions.Tests.Samples.Borders.", type));
        Assert.Equal(
        [
            "Claims.Early -> Denials.Late",         // by an instruction inside a lambda
            "Parties.Ground -> Claims.Early",       // the floor reads no stage
        ], found.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Crossings(IEnumerable<Type> types, Func<Type, string?> folderOf) =>
        from type in types
        let folder = folderOf(type)
        where folder is not null
        from target in TypeReferences.Of(type)
        let to = folderOf(target)
        where to is not null && to != folder && !MayRead(folder, to) && !Named.ContainsKey($"{folder}.{Outermost(type).Name}") && !NamedStages.ContainsKey((folder, to))
        group target by $"{folder}.{Outermost(type).Name} -> {to}.{Outermost(target).Name}" into arrow
        select arrow.Key;

    private static bool MayRead(string from, string to)
    {
        if (Plumbing.Contains(to))
            return true;
        if (Plumbing.Contains(from))
            return Floor.Contains(to);
        if (Floor.Contains(from))
            return Array.IndexOf(Floor, to) is var place && place >= 0 && place < Array.IndexOf(Floor, from);
        return Floor.Contains(to) || (Array.IndexOf(Stages, to) is var stage && stage >= 0 && stage < Array.IndexOf(Stages, from));
    }

    private static bool NamespaceFits(string file, string code)
    {
        var folder = file.Split('/')[2];
        var name = Product.FolderOfNamespace.FirstOrDefault(pair => pair.Value == folder).Key ?? folder;
        var expected = folder == "Work" ? "CleanClaim.Billing" : $"CleanClaim.Billing.{name}";
        return Regex.Match(code, @"^namespace ([\w.]+)", RegexOptions.Multiline).Groups[1].Value is var actual
            && (actual == expected || (folder != "Work" && actual.StartsWith(expected + ".", StringComparison.Ordinal)));
    }

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
