using CleanClaim.Billing.Storage;
using CleanClaim.Conventions.Tests.Reading;

namespace CleanClaim.Conventions.Tests;

/// <summary>DESIGN 3: each table has exactly one stage that inserts into it. This is the map.</summary>
public sealed class InsertingStageTests
{
    private static readonly Dictionary<string, string[]> TablesOf = new()
    {
        ["CodeSets"] = ["code_release", "code_release_chunk"],
        ["Parties"] = ["organization", "practice", "payer", "provider", "patient", "guarantor_account", "guarantor_of_patient", "coverage", "case", "key_ring"],
        ["Contracts"] = ["trading_partner", "partner_payer", "posting_policy", "fee", "contract_rate", "participation"],
        ["Record"] = ["file", "file_chunk", "posting_exception", "exception_settled"],
        ["Ledger"] = ["journal_entry", "journal_line", "open_item", "open_item_now", "account_month", "period", "period_event", "seal", "unsealed"],
        ["Eligibility"] = ["authorization"],
        ["Charges"] = ["encounter", "charge"],
        ["Claims"] = ["claim", "claim_version", "claim_line", "claim_event", "touched"],
        ["Scrubbing"] = ["finding_override"],
        ["Submission"] = ["submission"],
        ["Acknowledgments"] = ["acknowledgment"],
        ["Remittance"] =
        [
            "file_arrival", "transaction_set", "payer_check", "remittance", "adjudication", "adjudication_line", "adjustment", "remark", "adjudication_extra", "provider_adjustment",
        ],
        ["PaymentPosting"] =
        [
            "posting_run", "posting_chunk", "posting_decision", "receipt", "receipt_application", "receipt_returned",
            "deposit", "deposit_item", "write_off", "transfer", "refund", "refund_part", "refund_taken_back", "person_decision", "opening_balance", "adjusting_entry", "practice_settlement",
        ],
        ["Denials"] = ["denial", "denial_closed"],
        ["Statements"] = ["statement", "statement_line"],
        ["Worklists"] = ["claim_now"],
        ["Work"] = ["idempotency", "audit", "audit_unsealed"],
        ["Audit"] = ["audit_seal"],
        ["Jobs"] = ["job"],
        ["Access"] = ["app_user", "membership"],
        ["Storage"] = ["schema_version", "id_block"],
    };

    /// <summary>A second hand on a table, with the reason. The list may only shrink.</summary>
    private static readonly Dictionary<(string Table, string Folder), string> SecondHand = new()
    {
        [("id_block", "Work")] = "the series of numbers that must not repeat begin in the unit of work; row ids are topped up apart from any transaction",
    };

    [Fact]
    public void Every_table_has_exactly_one_line_in_the_map() =>
        Assert.Equal(Tables.All.Select(Tables.NameOf).Order(StringComparer.Ordinal), TablesOf.Values.SelectMany(tables => tables).Order(StringComparer.Ordinal));

    [Fact]
    public void Rows_are_inserted_by_the_stage_that_the_map_names()
    {
        var types = Product.Assemblies.SelectMany(assembly => assembly.GetTypes()).ToList();
        Offenders.None(Strays(types, type => Product.FolderOf(type) ?? type.Assembly.GetName().Name!), "Call the verb of the stage that owns the table.");
        // The eye itself: an insertion that certainly exists is seen.
        Assert.Contains(types.SelectMany(Insertions.In), insertion => insertion.Table == "file");
    }

    [Fact]
    public void An_insertion_from_another_stage_is_found()
    {
        var found = Strays(TypeReferences.WithNested(typeof(Samples.StrayInsertion)), _ => "Denials");
        Assert.Equal(["claim by Denials (StrayInsertion), owned by Claims", "organization by Denials (StrayInsertion), owned by Parties"], found.Order(StringComparer.Ordinal));
        Assert.Empty(Strays(TypeReferences.WithNested(typeof(Samples.StrayInsertion)).Take(0), _ => "Denials"));
    }

    // The unit of work and the database dialects insert rows of any table on behalf of a stage, whose call is seen at its place.
    private static IEnumerable<string> Strays(IEnumerable<Type> types, Func<Type, string> folderOf) =>
        types.SelectMany(Insertions.In)
            .Where(insertion => !(insertion.Table == "(any)" && folderOf(insertion.By) is "Work" or "Storage"))
            .Select(insertion => (insertion.Table, Folder: folderOf(insertion.By), By: insertion.By.DeclaringType?.Name ?? insertion.By.Name))
            .Where(insertion => OwnerOf(insertion.Table) != insertion.Folder && !SecondHand.ContainsKey((insertion.Table, insertion.Folder)))
            .Select(insertion => $"{insertion.Table} by {insertion.Folder} ({insertion.By}), owned by {OwnerOf(insertion.Table) ?? "nobody"}")
            .Distinct();

    private static string? OwnerOf(string table) => TablesOf.FirstOrDefault(pair => pair.Value.Contains(table)).Key;
}
