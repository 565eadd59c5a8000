using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Record;

/// <summary>
/// The jobs behind a reversal. Three where a later payer had followed (MONEY 3): the payer's own corrected answer does not do them, they stay until the later
/// payer has answered anew, the reversal is unposted, or a person ends one with a reason. And one where no corrected answer has come (<see cref="Answer"/>).
/// </summary>
public static class TakenBackWork
{
    /// <summary>What opened them: CLP02 = 22. No adjustment or remark code is written so, since those name a group or begin with a letter.</summary>
    public const string Codes = "22";

    public const string Claim = "reversed", Share = "reversedShare", Statement = "reversedStatement";

    /// <summary>The payer owes again what it had answered, and nothing of it is answered: a job that its next answer ends.</summary>
    public const string Answer = "reversedAnswer";

    /// <summary>The codes of a kind of job: the corrected claim has the bare status, so that an index holds these alone.</summary>
    public static string CodesOf(string kind) => kind switch
    {
        Share => $"{Codes} share",
        Statement => $"{Codes} statement",
        Answer => AnswerCodes,
        _ => Codes,
    };

    private const string AnswerCodes = Codes + " answer";

    public static bool IsAnswer(Denial work) => work.Codes == AnswerCodes;

    public static bool Is(Denial work) => Is(work.Codes);

    public static bool Is(string codes) => codes == Codes || codes.StartsWith(Codes + " ", StringComparison.Ordinal);

    /// <summary>The payer's codes as a person sees them.</summary>
    public static string Shown(Denial work) => Is(work) ? Codes : work.Codes;

    /// <summary>The open jobs of sending a later payer a corrected claim. Reads an index that holds these jobs and no other work.</summary>
    public static IQueryable<Denial> ClaimsToCorrect(Tx tx) => tx.Db.Set<Denial>().AsNoTracking()
        .Where(d => d.Codes == Codes && !tx.Db.Set<DenialClosed>().Any(c => c.Practice == d.Practice && c.DenialId == d.Id));
}
