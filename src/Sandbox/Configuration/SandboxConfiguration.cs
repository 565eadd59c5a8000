using System.Text.Json;
using System.Text.Json.Serialization;

namespace CleanClaim.Sandbox.Configuration;

/// <summary>sandbox.json: the clearinghouse, its payers with plans and members, and what shall go wrong. A list that is left out comes from the default file.</summary>
internal sealed record SandboxConfiguration
{
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public Clearinghouse? Clearinghouse { get; init; }
    public IReadOnlyList<Payer>? Payers { get; init; }
    public IReadOnlyList<Misbehaviour> Misbehave { get; init; } = [];

    /// <summary>The text of the default file, as it ships inside the program.</summary>
    public static string DefaultText()
    {
        using var stream = typeof(SandboxConfiguration).Assembly.GetManifestResourceStream("sandbox.json")
            ?? throw new InvalidOperationException("The default sandbox.json is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static SandboxConfiguration Default() => Whole(Read(DefaultText()));

    /// <summary>The file's own settings over the default ones. Throws JsonException with the place when the text is not a configuration.</summary>
    public static SandboxConfiguration Parse(string text)
    {
        var own = Read(text);
        var fallback = Default();
        return Whole(own with { Clearinghouse = own.Clearinghouse ?? fallback.Clearinghouse, Payers = own.Payers ?? fallback.Payers });
    }

    /// <summary>What types cannot say: ids are unique, plans exist, and whoever is misbehaved to is there.</summary>
    private static SandboxConfiguration Whole(SandboxConfiguration configuration)
    {
        static void Require(bool holds, string message) { if (!holds) throw new JsonException(message); }
        var payers = configuration.Payers!;
        foreach (var payer in payers)
        {
            Require(payers.Count(p => p.PayerId == payer.PayerId) == 1, $"Payer {payer.PayerId} stands twice.");
            foreach (var member in payer.Members)
            {
                Require(payer.Members.Count(m => m.MemberId == member.MemberId) == 1, $"Member {member.MemberId} of payer {payer.PayerId} stands twice.");
                Require(payer.Plans.Any(p => p.Key == member.Plan), $"Member {member.MemberId} of payer {payer.PayerId} has the plan {member.Plan}, which is not there.");
            }
        }
        foreach (var order in configuration.Misbehave.Where(m => m.Payer.Length > 0))
            Require(configuration.FindPayer(order.Payer) is not null, $"\"misbehave\" names payer {order.Payer}, which is not there.");
        return configuration;
    }

    private static SandboxConfiguration Read(string text) =>
        JsonSerializer.Deserialize<SandboxConfiguration>(text, Json) ?? throw new JsonException("The file is empty.");

    public Payer? FindPayer(string payerId) => Payers!.FirstOrDefault(p => p.PayerId == payerId);
}

internal sealed record Clearinghouse(string Id, string Name);

internal sealed record PayerAddress(string Line1, string City, string State, string Zip);

/// <summary>How a payer counts when another paid before it; the formulas stand in Coordination.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CoordinationMethod>))]
internal enum CoordinationMethod
{
    [JsonStringEnumMemberName("standard")] Standard,
    [JsonStringEnumMemberName("nonDuplication")] NonDuplication,
    [JsonStringEnumMemberName("medicareSecondary")] MedicareSecondary,
    [JsonStringEnumMemberName("supplement")] Supplement,
}

internal sealed record Payer
{
    public required string PayerId { get; init; }
    public required string Name { get; init; }
    public required string Kind { get; init; }

    /// <summary>SBR09 as the clinic sends it; <see cref="RemittanceFiling"/> is CLP06, whose list is another one.</summary>
    public required string ClaimFiling { get; init; }
    public required string RemittanceFiling { get; init; }

    /// <summary>Nine digits; TRN03 and BPR10 put a 1 before it.</summary>
    public required string TaxId { get; init; }
    public required string ClaimPrefix { get; init; }
    public required PayerAddress Address { get; init; }
    public required string Phone { get; init; }
    public CoordinationMethod Coordination { get; init; }
    public int FilingDays { get; init; } = 365;
    public int SequestrationBasisPoints { get; init; }

    /// <summary>False: frequency 7 and 8 are rejected before adjudication, as Medicare Part B does.</summary>
    public bool TakesReplacement { get; init; } = true;

    /// <summary>Days from the remittance to the money at the bank.</summary>
    public int EftDays { get; init; }

    /// <summary>Days from this payer's answer until the supplement answers a claim that crossed over.</summary>
    public int CrossoverDays { get; init; }
    public IReadOnlyList<string> OutOfNetwork { get; init; } = [];
    public IReadOnlyList<string> RefusedTaxonomies { get; init; } = [];
    public required IReadOnlyList<Plan> Plans { get; init; }
    public required IReadOnlyList<Member> Members { get; init; }

    public Plan PlanOf(Member member) => Plans.First(p => p.Key == member.Plan);
}

internal sealed record Plan
{
    public required string Key { get; init; }
    public required string Name { get; init; }

    /// <summary>Per person and day of service.</summary>
    [JsonConverter(typeof(CentsJson))] public long Copay { get; init; }

    /// <summary>Per person and calendar year.</summary>
    [JsonConverter(typeof(CentsJson))] public long Deductible { get; init; }
    public int CoinsuranceBasisPoints { get; init; }

    /// <summary>A supplement pays these PR reasons of the payer before it, and no others.</summary>
    public IReadOnlyList<string> CoversPatientReasons { get; init; } = [];
    public IReadOnlyList<Benefit> Benefits { get; init; } = [];
    public IReadOnlyList<VisitLimit> VisitLimits { get; init; } = [];
    public IReadOnlyList<string> AuthorizationRequired { get; init; } = [];
    public IReadOnlyList<Edit> Edits { get; init; } = [];
}

[JsonConverter(typeof(JsonStringEnumConverter<CostShare>))]
internal enum CostShare
{
    [JsonStringEnumMemberName("none")] None,
    [JsonStringEnumMemberName("copay")] Copay,
    [JsonStringEnumMemberName("deductibleThenCoinsurance")] DeductibleThenCoinsurance,
}

/// <summary>A covered code with the amount allowed for one unit; <see cref="Diagnoses"/>, when given, are the only ones it is covered for.</summary>
internal sealed record Benefit
{
    public required string Code { get; init; }
    [JsonConverter(typeof(CentsJson))] public required long Allowed { get; init; }
    public required CostShare CostShare { get; init; }
    public IReadOnlyList<string> Diagnoses { get; init; } = [];
}

/// <summary>Visits (days of service) per person and calendar year for a set of codes, and how the next one is denied.</summary>
internal sealed record VisitLimit(string Name, int Visits, IReadOnlyList<string> Codes, string Group, string Reason, string Remark);

/// <summary>
/// A payer's own edit on one code: it looks only at days with one of <see cref="SameDayAs"/> (empty: always), and denies unless a modifier
/// of <see cref="NeedsModifier"/> is on the line or a code of <see cref="NeedsSameDay"/> stands on the same day.
/// </summary>
internal sealed record Edit
{
    public required string Code { get; init; }
    public IReadOnlyList<string> SameDayAs { get; init; } = [];
    public IReadOnlyList<string> NeedsModifier { get; init; } = [];
    public IReadOnlyList<string> NeedsSameDay { get; init; } = [];
    public required string Group { get; init; }
    public required string Reason { get; init; }
    public string Remark { get; init; } = "";
}

internal sealed record Member
{
    public required string MemberId { get; init; }
    public required string Plan { get; init; }
    public required DateOnly From { get; init; }
    public DateOnly? To { get; init; }
    public required string LastName { get; init; }
    public required string FirstName { get; init; }
    public required DateOnly BirthDate { get; init; }
    public required string Sex { get; init; }
    public IReadOnlyList<Dependent> Dependents { get; init; } = [];

    /// <summary>The payer id that pays first for this person; a claim sent here as primary is denied.</summary>
    public string PrimaryElsewhere { get; init; } = "";
    public Supplement? Supplement { get; init; }

    /// <summary>What this person has already paid of each year's deductible at other clinics.</summary>
    [JsonConverter(typeof(CentsJson))] public long DeductibleMet { get; init; }
}

internal sealed record Dependent
{
    public required string Relation { get; init; }
    public required string LastName { get; init; }
    public required string FirstName { get; init; }
    public required DateOnly BirthDate { get; init; }
    public required string Sex { get; init; }
    public string PrimaryElsewhere { get; init; } = "";
}

internal sealed record Supplement(string PayerId, string MemberId);
