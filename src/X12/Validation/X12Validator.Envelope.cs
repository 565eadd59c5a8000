using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Validation;

/// <summary>The envelope alone, and transaction sets that another worker checks.</summary>
public sealed partial class X12Validator
{
    /// <summary>Tells what is wrong with headers, trailers and counts; what stands inside of the transaction sets is only counted.</summary>
    internal static ValidationSummary ValidateEnvelope(Stream stream, Action<Fault> found)
    {
        using var validator = new X12Validator(stream, levelMax: 1, leaveOpen: true) { _isEnvelopeOnly = true };
        return validator.ReadAll(found);
    }

    /// <summary>
    /// The same for what somebody else reads, who shows it each segment that is not plain, and the end. He disposes of the reader.
    /// </summary>
    internal static X12Validator OfEnvelope(X12Reader reader) => new(reader, new ValidationOptions { LevelMax = 1 }) { _isEnvelopeOnly = true };

    /// <summary>What is wrong with the envelope up to here.</summary>
    internal IReadOnlyList<Fault> LookAtEnvelope(bool isEnd)
    {
        _log.BeginStep();
        Look(!isEnd);
        return Faults;
    }

    /// <summary>What another worker checks is only counted.</summary>
    private void PassOver() => _segments += _reader.PassPlain();

    /// <summary>Faults of the envelope are told under the name of the guide, whoever checks the transaction set.</summary>
    private void NameOthers(Guide guide) => _log.Transaction = (_othersGuide = guide).Label;
}
