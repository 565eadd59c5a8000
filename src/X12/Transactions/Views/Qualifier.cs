namespace CleanClaim.X12.Transactions;

/// <summary>Codes of first elements that views look for, packed as <see cref="Reading.ElementCode"/> packs them.</summary>
internal static class Qualifier
{
    private const ulong Two = 2UL << 56, Three = 3UL << 56;

    public const ulong
        Insured = 'I' | 'L' << 8 | Two, Payer = 'P' | 'R' << 8 | Two, Patient = 'Q' | 'C' << 8 | Two, Submitter = '4' | '1' << 8 | Two, Receiver = '4' | '0' << 8 | Two,
        BillingProvider = '8' | '5' << 8 | Two, PayTo = '8' | '7' << 8 | Two, Corrected = '7' | '4' << 8 | Two, Rendering = '8' | '2' << 8 | Two, Crossover = 'T' | 'T' << 8 | Two,
        OtherSubscriber = 'G' | 'B' << 8 | Two, PayToPlan = 'P' | 'E' << 8 | Two,
        EmployerId = 'E' | 'I' << 8 | Two, TaxId = 'T' | 'J' << 8 | Two, SocialSecurity = 'S' | 'Y' << 8 | Two, LineControl = '6' | 'R' << 8 | Two,
        OriginalReference = 'F' | '8' << 8 | Two, ContractClass = 'C' | 'E' << 8 | Two, AllowedAmount = 'B' | '6' << 8 | Two, PayerPaid = 'D' | 1UL << 56,
        RemainingLiability = 'E' | 'A' << 8 | 'F' << 16 | Three, Service = '4' | '7' << 8 | '2' << 16 | Three, ServiceFrom = '1' | '5' << 8 | '0' << 16 | Three,
        ServiceTo = '1' | '5' << 8 | '1' << 16 | Three, Adjudicated = '5' | '7' << 8 | '3' << 16 | Three, ClaimFrom = '2' | '3' << 8 | '2' << 16 | Three,
        ClaimTo = '2' | '3' << 8 | '3' << 16 | Three, Received = '0' | '5' << 8 | '0' << 16 | Three;
}
