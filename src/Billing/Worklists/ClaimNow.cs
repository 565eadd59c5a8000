using CleanClaim.Billing.Record;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Worklists;

/// <summary>Derived advice: whose turn a claim is and what comes next. Written by the projector alone; rebuilt by command.</summary>
public sealed class ClaimNow : PracticeRow
{
    public required Id<Claim> ClaimId { get; init; }
    /// <summary>draft, held, ready, sent, accepted, rejected, adjudicated, crossedOver, replaced, voided (CLI.md).</summary>
    public required string Status { get; set; }
    /// <summary>"us", "payer", "guarantor", "nobody".</summary>
    public required string Turn { get; set; }
    /// <summary>What to do next, in words; empty when nothing is open.</summary>
    public required string NextAction { get; set; }
    public required DateOnly? DueOn { get; set; }
    /// <summary>The next day on which the answer can change without a new fact.</summary>
    public required DateOnly? WakeOn { get; set; }
    public required Money AtStake { get; set; }
    public required int FoldVersion { get; set; }
}
