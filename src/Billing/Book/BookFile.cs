using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Eligibility;
using CleanClaim.Billing.Parties;

namespace CleanClaim.Billing.Book;

public sealed record OrganizationForm
{
    public string? Key { get; init; }
    public string? Name { get; init; }
}

/// <summary>The book file: everything needed to bill, in one object; every list optional.</summary>
public sealed record BookFile
{
    public OrganizationForm? Organization { get; init; }
    public IReadOnlyList<PracticeForm> Practices { get; init; } = [];
    public IReadOnlyList<ProviderForm> Providers { get; init; } = [];
    public IReadOnlyList<PayerForm> Payers { get; init; } = [];
    public IReadOnlyList<FeeForm> Fees { get; init; } = [];
    public IReadOnlyList<ContractRateForm> Contracts { get; init; } = [];
    public IReadOnlyList<PatientForm> Patients { get; init; } = [];
    public IReadOnlyList<GuarantorForm> Guarantors { get; init; } = [];
    public IReadOnlyList<CoverageForm> Coverages { get; init; } = [];
    public IReadOnlyList<CaseForm> Cases { get; init; } = [];
    public IReadOnlyList<AuthorizationForm> Authorizations { get; init; } = [];
    public IReadOnlyList<VisitForm> Visits { get; init; } = [];
}
