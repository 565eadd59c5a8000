using System.Text.Json.Serialization;

namespace CleanClaim.Sandbox.Configuration;

/// <summary>What payers do wrong in the world, by name. README.md of this project has a line for each.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Scenario>))]
internal enum Scenario
{
    [JsonStringEnumMemberName("omitOA23")] OmitOa23,
    [JsonStringEnumMemberName("denyAllAsProcessed")] DenyAllAsProcessed,
    [JsonStringEnumMemberName("denyLine")] DenyLine,
    [JsonStringEnumMemberName("reverseWithOtherCas")] ReverseWithOtherCas,
    [JsonStringEnumMemberName("recoverWithoutReversal")] RecoverWithoutReversal,
    [JsonStringEnumMemberName("reuseTraceOnZeroPay")] ReuseTraceOnZeroPay,
    [JsonStringEnumMemberName("twoPayees")] TwoPayees,
    [JsonStringEnumMemberName("lineCentOff")] LineCentOff,
    [JsonStringEnumMemberName("checkCentOff")] CheckCentOff,
    [JsonStringEnumMemberName("unknownSegment")] UnknownSegment,
    [JsonStringEnumMemberName("payPatient")] PayPatient,
    [JsonStringEnumMemberName("splitClaim")] SplitClaim,
    [JsonStringEnumMemberName("eftLate")] EftLate,
    [JsonStringEnumMemberName("eftNever")] EftNever,
}

/// <summary>One entry of "misbehave": a scenario, and whom it meets. What is left out meets everybody.</summary>
internal sealed record Misbehaviour
{
    public required Scenario Scenario { get; init; }
    public string Payer { get; init; } = "";
    public string Member { get; init; } = "";
    public string PatientControlNumber { get; init; } = "";

    /// <summary>For denyLine and denyAllAsProcessed: which code, and with what it is denied.</summary>
    public string Code { get; init; } = "";
    public string Group { get; init; } = "CO";
    public string Reason { get; init; } = "16";
    public string Remark { get; init; } = "";

    /// <summary>For recoverWithoutReversal: the amount taken off the next check for a claim paid before.</summary>
    [JsonConverter(typeof(CentsJson))] public long Amount { get; init; }

    /// <summary>For eftLate: days until the money comes.</summary>
    public int Days { get; init; } = 2;

    public bool Meets(string payerId, string memberId, string patientControlNumber) =>
        (Payer.Length == 0 || Payer == payerId) && (Member.Length == 0 || Member == memberId)
        && (PatientControlNumber.Length == 0 || PatientControlNumber == patientControlNumber);

    public bool MeetsPayer(string payerId) => Payer.Length == 0 || Payer == payerId;
}
