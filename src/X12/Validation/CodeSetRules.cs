using System.Runtime.InteropServices;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Validation;

/// <summary>
/// Level 5: codes of lists that others keep, as of the day that counts for each. Services, places and revenue codes count on the day of the line
/// (DTP 472, DTM 472 or 150), or else of the claim; diagnoses and procedures on the first day of service, of an institutional bill on the last of its
/// period (45 CFR 162.1000(a): the code set valid when the care is given; CMS Pub. 100-04 ch. 23 10: of discharge for inpatients);
/// reasons and remarks of a remittance on its date (BPR16); statuses on their own (STC02). Of an inquiry and its answer the day asked about (DTP 291, 472) counts,
/// of an authorization that of the service, the event (AAH) or the admission; where none is told, a code of any day will do. A list that is not held is not evaluated, and that is told once.
/// </summary>
internal sealed class CodeSetRules(Guide guide, FaultLog log, ICodeSets sets) : TransactionRules(log)
{
    private enum Spot { Other, Claim, Diagnoses, Service, Place, Date, ClaimDate, Adjustments, Remarks, Status, Specialty, Decision, PaymentDate, PaidService, ClaimRemarks, Asked, Benefit, Place271, Authorized, StatusService, TypeOfBill, Admission, Payment }

    /// <summary>A code that waits for the day of its line or claim.</summary>
    /// <param name="Set">Its list.</param>
    /// <param name="Row">Where the list has it, when <see cref="Own"/> has the list.</param>
    /// <param name="Code">The code.</param>
    /// <param name="Mark">Where it stands.</param>
    /// <param name="Place">In which element.</param>
    /// <param name="Loop">In which loop.</param>
    private readonly record struct Waiting(CodeKind Set, int Row, ShortText Code, Mark Mark, ElementPlace Place, LoopUse Loop);

    // Beyond these a claim is told as too long; its codes are not looked up.
    private const int WaitingMax = 5_000;
    private static readonly SegmentId Dtm = SegmentId.Of("DTM"), Mia = SegmentId.Of("MIA"), Sv2 = SegmentId.Of("SV2"), Sv3 = SegmentId.Of("SV3");
    private static ReadOnlySpan<int> StatusElements => [1, 10, 11];
    private static ReadOnlySpan<int> AdmittedRemarks => [5, 20, 21, 22, 23];
    private static ReadOnlySpan<int> OutpatientRemarks => [3, 4, 5, 6, 7];

    private readonly Spot[] _spots = [.. guide.Segments.Select(SpotOf)];
    private readonly bool[] _isLine = [.. guide.Loops.Select(l => LinesOf(guide.Name).Contains(l.Id, StringComparer.Ordinal))];
    private readonly bool[] _isClaim = [.. guide.Loops.Select(l => ClaimsOf(guide.Name).Contains(l.Id, StringComparer.Ordinal))];
    private readonly List<Waiting> _ofClaim = [], _ofLine = [];
    private readonly bool _isInstitutional = guide.Name == "837I", _isOfItsLines = guide.Name is "837P" or "837D", _isAnswer = guide.Name == "271", _isEligibility = guide.Name is "270" or "271", _isAuthorization = guide.TransactionId == "278";
    private DateOnly? _lineDay, _firstDay, _claimDay, _paidOn;
    private (ShortText Place, ShortText Bill, Mark Mark, LoopUse Loop)? _facility;

    public override void Begin()
    {
        ForgetClaim();
        _paidOn = null;
    }

    private void ForgetClaim()
    {
        _ofClaim.Clear();
        _ofLine.Clear();
        (_lineDay, _firstDay, _claimDay, _facility) = (null, null, null, null);
    }

    public override void Stray(SegmentId id, bool isKnown) { }

    public override bool Concern(SegmentUse use) => _spots[use.Index] != Spot.Other;

    public override bool Concern(LoopUse loop) => _isLine[loop.Index] || _isClaim[loop.Index];

    public override void Segment(SegmentView segment, SegmentUse use)
    {
        switch (_spots[use.Index])
        {
            case Spot.Other: return;
            case Spot.Claim: BeginClaim(segment, use); break;
            case Spot.Diagnoses: TakeDiagnoses(segment, use); break;
            case Spot.Service: TakeService(segment, use); break;
            case Spot.Date: if (TellsDay(segment)) _lineDay ??= segment.Id == Dtm ? segment.Date(2).OrNull : segment.Dates(2, 3).OrNull?.From; break;
            case Spot.ClaimDate: if (TellsDay(segment)) _claimDay ??= DayOf(segment); break;
            case Spot.PaymentDate: _paidOn = segment.Date(16).OrNull; break;
            case Spot.Adjustments: for (var i = 2; i <= 17 && i <= segment.Count; i += 3) Now(CodeKind.AdjustmentReason, segment, use, new(i), segment[i], _paidOn); break;
            case Spot.ClaimRemarks: foreach (var i in segment.Id == Mia ? AdmittedRemarks : OutpatientRemarks) Now(CodeKind.Remark, segment, use, new(i), segment[i], _paidOn); break;
            case Spot.Remarks: if (segment.Is(1, "HE"u8)) Now(CodeKind.Remark, segment, use, new(2), segment[2], _paidOn); break;
            case Spot.Status: TakeStatus(segment, use); break;
            case Spot.Specialty: if (segment.Is(2, "PXC"u8)) Now(CodeKind.Taxonomy, segment, use, new(3), segment[3], on: null); break;
            case Spot.Decision: TakeProduct(segment, use, 3); break;
            case Spot.PaidService: TakePaid(segment, use); break;
            default: OfOtherThanClaims(segment, use); break;
        }
    }

    /// <summary>Inquiries, authorizations and statuses.</summary>
    private void OfOtherThanClaims(SegmentView segment, SegmentUse use)
    {
        switch (_spots[use.Index])
        {
            case Spot.Asked: TakeProduct(segment, use, 2); break;
            case Spot.Benefit: TakeProduct(segment, use, 13); break;
            case Spot.Place271: if (segment.Is(1, "ZZ"u8)) Keep(_ofLine, CodeKind.PlaceOfService, segment, use, new(2), segment[2]); break;
            case Spot.Authorized: if (segment.Composite(4)[2].SequenceEqual("B"u8)) Keep(_ofClaim, CodeKind.PlaceOfService, segment, use, new(4, 1), segment.Composite(4)[1]); break;
            case Spot.StatusService: TakePaid(segment, use); break;
            case Spot.Admission: TakeAdmission(segment, use); break;
            case Spot.Payment: TakePayment(segment, use); break;
            case Spot.TypeOfBill: if (segment[2].Length == 3) Now(CodeKind.BillType, segment, use, new(2), segment[2], on: null); break;
        }
    }

    /// <summary>The day of a card is none of service, nor are, in an answer, those of coverage.</summary>
    private bool TellsDay(SegmentView date) => !_isEligibility || date.Is(1, "472"u8) || (!_isAnswer && date.Is(1, "291"u8));

    private DateOnly? DayOf(SegmentView date)
    {
        if (date.Id == Dtm) return date.Date(2).OrNull;
        return date.Dates(2, 3).OrNull is not { } days ? null : _isInstitutional ? days.To : days.From;
    }

    public override void Close(LoopUse loop)
    {
        if (_isLine[loop.Index])
        {
            _firstDay = _lineDay is { } day && (_firstDay is not { } first || day < first) ? day : _firstDay;
            LookUp(_ofLine, _lineDay ?? _claimDay);
            _lineDay = null;
        }
        else if (_isClaim[loop.Index])
        {
            var day = _isOfItsLines ? _firstDay ?? _claimDay : _claimDay ?? _firstDay;
            LookUp(_ofClaim, day);
            if (_facility is var (place, bill, mark, inClaim)) LookUpFacility(place, bill, day, mark, inClaim);
            ForgetClaim();
        }
    }

    private void BeginClaim(SegmentView clm, SegmentUse use)
    {
        ForgetClaim();
        var place = clm.Composite(5);
        if (place[2].SequenceEqual("B"u8)) Keep(_ofClaim, CodeKind.PlaceOfService, clm, use, new(5, 1), place[1]);
        if (!place[2].SequenceEqual("A"u8) || place[1].Length != 2 || place[3].Length != 1) return;
        ReadOnlySpan<byte> bill = stackalloc[] { place[1][0], place[1][1], place[3][0] };
        Now(CodeKind.BillType, clm, use, new(5, 1), bill, on: null);
    }

    private void TakeDiagnoses(SegmentView hi, SegmentUse use)
    {
        for (var i = 1; i <= hi.Count; i++)
        {
            var code = hi.Composite(i);
            if (ListOf(code[1]) is not { } set) continue;
            // Another shape was told as such.
            if (set switch { CodeKind.Icd10Cm => DiagnosisShape.IsShaped(code[2]), CodeKind.Icd10Pcs => code[2].Length == 7, CodeKind.Drg => true, _ => code[2].Length == 2 }) Keep(_ofClaim, set, hi, use, new(i, 2), code[2]);
        }
    }

    /// <summary>The list of the codes of an HI, by its qualifier; null for those that name none of ours.</summary>
    private static CodeKind? ListOf(ReadOnlySpan<byte> qualifier)
    {
        if (qualifier.SequenceEqual("ABK"u8) || qualifier.SequenceEqual("ABF"u8) || qualifier.SequenceEqual("ABJ"u8) || qualifier.SequenceEqual("APR"u8) || qualifier.SequenceEqual("ABN"u8)) return CodeKind.Icd10Cm;
        if (qualifier.SequenceEqual("BBR"u8) || qualifier.SequenceEqual("BBQ"u8)) return CodeKind.Icd10Pcs;
        if (qualifier.SequenceEqual("BH"u8) || qualifier.SequenceEqual("BI"u8)) return CodeKind.Occurrence;
        return qualifier.SequenceEqual("BG"u8) ? CodeKind.Condition : qualifier.SequenceEqual("BE"u8) ? CodeKind.ValueCode : qualifier.SequenceEqual("DR"u8) ? CodeKind.Drg : null;
    }

    private void TakeAdmission(in SegmentView cl1, SegmentUse use)
    {
        Keep(_ofClaim, CodeKind.AdmissionType, cl1, use, new(1), cl1[1]);
        Keep(_ofClaim, CodeKind.AdmissionSource, cl1, use, new(2), cl1[2]);
        Keep(_ofClaim, CodeKind.DischargeStatus, cl1, use, new(3), cl1[3]);
    }

    /// <summary>CLP08 is the place of service or, with CLP09 behind it, the type of bill, as the claim had it; which of the two nothing says.</summary>
    private void TakePayment(in SegmentView clp, SegmentUse use)
    {
        Keep(_ofClaim, CodeKind.Drg, clp, use, new(11), clp[11]);
        if (clp[8].Length != 2) return;
        _facility = null;
        if (Own(CodeKind.PlaceOfService) is { } places && places.IsOfAnyDay(places.RowOf(clp[8]))) return;
        ReadOnlySpan<byte> bill = clp[9].Length == 1 ? stackalloc[] { clp[8][0], clp[8][1], clp[9][0] } : default;
        _facility = (new(clp[8]), new(bill), Log.MarkOf(clp, 8), use.Loop);
    }

    private void LookUpFacility(ShortText place, ShortText bill, DateOnly? on, Mark mark, LoopUse loop)
    {
        _facility = null;
        Span<byte> letters = stackalloc byte[ShortText.Inline];
        var ofPlace = Of(CodeKind.PlaceOfService, letters[..place.CopyTo(letters)], on ?? _paidOn);
        var ofBill = bill.IsEmpty ? CodeValidity.NotValid : Of(CodeKind.BillType, letters[..bill.CopyTo(letters)], on: null);
        if (ofPlace == CodeValidity.Valid || ofBill == CodeValidity.Valid) return;
        if (ofPlace == CodeValidity.NotLoaded) Log.NotLoaded(CodeKind.PlaceOfService);
        else if (ofBill == CodeValidity.NotLoaded) Log.NotLoaded(CodeKind.BillType);
        else
            Log.Add(FaultKind.InvalidCode, mark.Place, loop, new(8), place.ToString(), $"CLP08 is \"{place}\", which is no place of service{(bill.IsEmpty ? "" : $", and \"{bill}\" with CLP09 no type of bill")}.",
                "Ask the payer which place or bill it paid; the claim has it in CLM05.", CodeListNames.Of(CodeKind.PlaceOfService).Rule, level: 5);
    }

    private void TakeService(SegmentView service, SegmentUse use)
    {
        // An authorization says the day before the service.
        if (!_isAuthorization) _lineDay = null;
        if (service.Id == Sv2)
        {
            // A revenue code of another shape was told as such.
            if (service[1].Length == 4) Keep(_ofLine, CodeKind.Revenue, service, use, new(1), service[1]);
            TakeProduct(service, use, 2);
            return;
        }

        TakeProduct(service, use, 1);
        var place = service.Id == Sv3 ? 3 : 5;
        Keep(_ofLine, CodeKind.PlaceOfService, service, use, new(place), service[place]);
    }

    /// <summary>A service under qualifier HC is of CPT, HCPCS Level II or CDT, which its first character tells; under AD of CDT, under CJ of CPT.</summary>
    private void TakeProduct(SegmentView segment, SegmentUse use, int element)
    {
        var product = segment.Composite(element);
        var code = product[2];
        if (code.Length != 5) return;
        if (product[1].SequenceEqual("AD"u8) || (product[1].SequenceEqual("HC"u8) && code[0] == 'D')) Keep(_ofLine, CodeKind.Cdt, segment, use, new(element, 2), code);
        else if (product[1].SequenceEqual("CJ"u8)) Keep(_ofLine, CodeKind.Cpt, segment, use, new(element, 2), code);
        else if (product[1].SequenceEqual("HC"u8)) Keep(_ofLine, char.IsAsciiDigit((char)code[0]) ? CodeKind.Cpt : CodeKind.Hcpcs, segment, use, new(element, 2), code);
    }

    private void TakePaid(SegmentView svc, SegmentUse use)
    {
        _lineDay = null;
        TakeProduct(svc, use, 1);
        TakeProduct(svc, use, 6);
        if (svc[4].Length == 4) Keep(_ofLine, CodeKind.Revenue, svc, use, new(4), svc[4]);
    }

    private void TakeStatus(SegmentView stc, SegmentUse use)
    {
        var day = stc.Date(2).OrNull;
        foreach (var i in StatusElements)
        {
            var status = stc.Composite(i);
            Now(CodeKind.StatusCategory, stc, use, new(i, 1), status[1], day);
            Now(CodeKind.Status, stc, use, new(i, 2), status[2], day);
        }
    }

    /// <summary>A code that its list has on any day does not wait.</summary>
    private void Keep(List<Waiting> waiting, CodeKind set, SegmentView segment, SegmentUse use, ElementPlace place, ReadOnlySpan<byte> code)
    {
        if (code.Length is 0 or > ShortText.Inline || waiting.Count >= WaitingMax || !IsHeld(set) || IsToldAlready(use, place, code)) return;
        var (table, row) = (Own(set), 0);
        if (table is not null && table.IsOfAnyDay(row = table.RowOf(code))) return;
        waiting.Add(new(set, row, new(code), Log.MarkOf(segment, place.Position), place, use.Loop));
    }

    private bool IsHeld(CodeKind set)
    {
        if (_tables[(int)set] is not null || sets.Has(set)) return true;
        Log.NotLoaded(set);
        return false;
    }

    // Lists of our own kind, as soon as a code of them was asked for: they are asked without a way round.
    private readonly CodeTable?[] _tables = new CodeTable?[Enum.GetValues<CodeKind>().Length];

    private CodeTable? Own(CodeKind set) => _tables[(int)set] ??= (sets as CodeTables)?.Table(set);

    private CodeValidity Of(CodeKind set, ReadOnlySpan<byte> code, DateOnly? on) => Own(set) is { } table ? table.Of(code, on) : sets.Of(set, code, on);

    private void LookUp(List<Waiting> waiting, DateOnly? on)
    {
        if (waiting.Count == 0) return;
        Span<byte> letters = stackalloc byte[ShortText.Inline];
        foreach (ref readonly var code in CollectionsMarshal.AsSpan(waiting))
        {
            var table = _tables[(int)code.Set];
            if (table?.OfRow(code.Row, on) == CodeValidity.Valid) continue;
            var text = letters[..code.Code.CopyTo(letters)];
            // Letters that X12 does not allow were told at level 1.
            if (text.IsEmpty) continue;
            var validity = table?.OfRow(code.Row, on) ?? sets.Of(code.Set, text, on);
            if (validity != CodeValidity.Valid) Tell(code.Set, text, on, validity, code.Mark, code.Place, code.Loop);
        }

        waiting.Clear();
    }

    private void Now(CodeKind set, SegmentView segment, SegmentUse use, ElementPlace place, ReadOnlySpan<byte> code, DateOnly? on)
    {
        if (code.IsEmpty || !IsHeld(set) || IsToldAlready(use, place, code)) return;
        var validity = Of(set, code, on);
        if (validity != CodeValidity.Valid) Tell(set, code, on, validity, Log.MarkOf(segment, place.Position), place, use.Loop);
    }

    /// <summary>A code that the guide's own row refuses was told at level 2.</summary>
    private static bool IsToldAlready(SegmentUse use, ElementPlace place, ReadOnlySpan<byte> code)
    {
        ref readonly var rule = ref use.Rules[place.Position - 1];
        if (place.Component > 0 && rule.Components is { } components && components.Length >= place.Component) rule = ref components[place.Component - 1];
        return rule.Codes is { } codes && !codes.Contains(code);
    }

    private void Tell(CodeKind set, ReadOnlySpan<byte> code, DateOnly? on, CodeValidity validity, Mark mark, ElementPlace place, LoopUse loop)
    {
        if (validity == CodeValidity.NotLoaded)
        {
            Log.NotLoaded(set);
            return;
        }

        var (list, rule) = CodeListNames.Of(set);
        var (name, value) = (place.NameIn(mark.Id.ToString()), X12Text.Decode(code));
        Log.Add(FaultKind.InvalidCode, mark.Place, loop, place, value, on is { } day
                ? $"{name} is \"{value}\", which {list} does not have on {day:yyyy-MM-dd}."
                : $"{name} is \"{value}\", which {list} does not have.",
            "Write a code that is in force on the day of service; one that ended has a successor, and a category is no code.", rule, level: 5);
    }

    /// <summary>The loops whose day counts for the codes in them.</summary>
    private static string[] LinesOf(string guide) => guide switch
    {
        "835" or "835-4010" => ["2110"],
        "270" or "271" => ["2110C", "2110D"],
        "278" or "278-RESPONSE" => ["2000F"],
        "276" => ["2210D", "2210E"],
        "277" or "277CA" => ["2220D", "2220E"],
        _ => ["2400"],
    };

    private static string[] ClaimsOf(string guide) => guide switch
    {
        "835" or "835-4010" => ["2100"],
        "270" or "271" => ["2100C", "2100D"],
        "278" or "278-RESPONSE" => ["2000E"],
        "276" or "277" or "277CA" => ["2200D", "2200E"],
        _ => ["2300"],
    };

    private static Spot SpotOf(SegmentUse use) => (use.Id.ToString(), use.Loop.Id) switch
    {
        ("CLM", "2300") => Spot.Claim,
        ("HI", "2300" or "2000E" or "2100C" or "2100D") => Spot.Diagnoses,
        ("SV1" or "SV2" or "SV3", "2400" or "2000F") => Spot.Service,
        ("DTP", "2400" or "2000F" or "2210D" or "2210E" or "2220D" or "2220E" or "2110C" or "2110D") when Allows(use, "472") || Allows(use, "291") => Spot.Date,
        ("DTP", "2200D" or "2200E" or "2100C" or "2100D") when Allows(use, "472") || Allows(use, "291") => Spot.ClaimDate,
        ("DTP", "2000E") when Allows(use, "AAH") || Allows(use, "435") => Spot.ClaimDate,
        ("DTP", "2300") when Allows(use, "434") || Allows(use, "472") => Spot.ClaimDate,
        ("DTM", "2110") when Allows(use, "472") => Spot.Date,
        ("DTM", "2100") when Allows(use, "232") => Spot.ClaimDate,
        ("CAS", _) => Spot.Adjustments,
        ("LQ", _) => Spot.Remarks,
        ("MIA" or "MOA", _) => Spot.ClaimRemarks,
        ("STC", _) => Spot.Status,
        ("PRV", _) => Spot.Specialty,
        ("SVD", "2430") => Spot.Decision,
        ("CL1", "2300") => Spot.Admission,
        ("CLP", "2100") => Spot.Payment,
        ("BPR", "") => Spot.PaymentDate,
        ("SVC", "2110") => Spot.PaidService,
        ("SVC", _) => Spot.StatusService,
        ("EQ", _) => Spot.Asked,
        ("EB", _) => Spot.Benefit,
        ("III", _) => Spot.Place271,
        ("UM", _) => Spot.Authorized,
        ("REF", _) when Allows(use, "BLT") => Spot.TypeOfBill,
        _ => Spot.Other,
    };

    private static bool Allows(SegmentUse use, string code) => use.Qualifier?.Codes?.Codes.Contains(code, StringComparer.Ordinal) == true;
}
