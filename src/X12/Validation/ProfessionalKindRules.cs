using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Validation;

/// <summary>
/// Level 6 of the 837P: what a line demands because of what was done. Each rule holds where its source does, most for Medicare alone (SBR09 MB);
/// docs/x12-kinds-of-claim.md lists them with sources and examples.
/// </summary>
internal sealed class ProfessionalKindRules(Guide guide, FaultLog log) : TransactionRules(log)
{
    private enum Spot { Other, Subscriber, Claim, ClaimTreatment, ClaimPickUp, Service, LineTreatment, LineDay, LinePickUp, Orderer }

    /// <summary>The line that is read: what was done, and what was said of it.</summary>
    private struct Line
    {
        public ServiceCode Code;
        public Mark Mark;
        public bool HasTreatment, HasPickUp, HasOrderer;
        public DateOnly? Day;
    }

    // Noridian, DME MAC, Refractive Lenses: each eye on a line of its own with RT or LT; a line with neither or with both is rejected.
    private static readonly DateOnly SidesApartSince = new(2019, 3, 1);

    private readonly Spot[] _spots = [.. guide.Segments.Select(SpotOf)];
    private bool _isMedicare, _hasTreatment, _hasPickUp;
    private Line _line;

    public override void Begin() => (_isMedicare, _line) = (false, default);

    public override void Stray(SegmentId id, bool isKnown) { }

    public override void Segment(SegmentView segment, SegmentUse use)
    {
        switch (_spots[use.Index])
        {
            case Spot.Other: return;
            case Spot.Subscriber: _isMedicare = segment.Is(9, "MB"u8); break;
            case Spot.Claim: (_hasTreatment, _hasPickUp) = (false, false); break;
            case Spot.ClaimTreatment: _hasTreatment = true; break;
            case Spot.ClaimPickUp: _hasPickUp = true; break;
            case Spot.Service: _line = new() { Code = new(segment.Composite(1)), Mark = Log.MarkOf(segment, 1) }; CheckUnit(segment, use); break;
            case Spot.LineTreatment: _line.HasTreatment = true; break;
            case Spot.LineDay: _line.Day = segment.Dates(2, 3).OrNull?.From; break;
            case Spot.LinePickUp: _line.HasPickUp = true; break;
            case Spot.Orderer: _line.HasOrderer = true; break;
        }
    }

    public override void Close(LoopUse loop)
    {
        if (loop.Id != "2400" || _line.Mark.Position == 0) return;
        if (_isMedicare) CheckMedicare(loop);
        _line = default;
    }

    private void CheckMedicare(LoopUse loop)
    {
        if (_line.Code.IsAmbulance) CheckAmbulance(loop);
        else if (_line.Code.IsSpinalManipulation) CheckChiropractic(loop);
        else if (_line.Code.IsEquipment && !_line.HasOrderer)
            Missing("NM1", loop, $"{_line.Code} is equipment, a prosthesis or an orthosis, but the line does not name who ordered it (loop 2420E).", "Add loop 2420E with name and NPI of who ordered it.", "DME-ORDERER");
        else if (_line.Code.IsLens && _line.Day >= SidesApartSince && _line.Code.Has("RT"u8) == _line.Code.Has("LT"u8))
            Modifier(loop, $"{_line.Code} is a lens, but {(_line.Code.Has("RT"u8) ? "its line is for both eyes" : "no modifier says for which eye")}.", "Bill each eye on a line of its own, with RT or LT and one unit.", "VISION-SIDE");
        else if (_line.Code.IsAnesthesia && !_line.Code.NamesAnesthetist)
            Modifier(loop, $"{_line.Code} is anesthesia, but no modifier says who gave or directed it.", "Add AA, AD, QK, QX, QY or QZ.", "ANESTHESIA-WHO");
    }

    /// <summary>The ZIP of the point of pick-up stands on each claim (CMS Pub. 100-04 ch. 15 20.1.5); origin and destination as two letters (CMS Pub. 100-04 ch. 15 30 A).</summary>
    private void CheckAmbulance(LoopUse loop)
    {
        if (!_hasPickUp && !_line.HasPickUp)
            Missing("NM1", loop, $"{_line.Code} is an ambulance transport, but no loop says where the patient was picked up (2310E or 2420G).", "Add loop 2310E with the address of the pick-up; its ZIP code decides the price.", "AMBULANCE-PICKUP");
        if (!_line.Code.HasOriginAndDestination)
            Modifier(loop, $"{_line.Code} is an ambulance transport, but no modifier says from where to where.", "Add the two letters of origin and destination, as RH for residence to hospital.", "AMBULANCE-WAY");
    }

    /// <summary>The day on which the course of treatment began (CMS Pub. 100-04 ch. 26 10.4, item 14); AT for active treatment, else it counts as maintenance (Pub. 100-02 ch. 15 240.1.3).</summary>
    private void CheckChiropractic(LoopUse loop)
    {
        if (!_hasTreatment && !_line.HasTreatment)
            Missing("DTP", loop, $"{_line.Code} is a spinal manipulation, but DTP 454 with the first day of the treatment is missing.", "Add DTP 454 to the claim or the line.", "CHIROPRACTIC-INITIAL");
        if (!_line.Code.Has("AT"u8))
            Modifier(loop, $"{_line.Code} is a spinal manipulation without modifier AT: Medicare takes it for maintenance and denies it.", "Add AT where the treatment is active.", "CHIROPRACTIC-ACTIVE", Severity.Warning);
    }

    /// <summary>Anesthesia is told in minutes (CMS Pub. 100-04 ch. 26 10.4, item 24G; NUCC 1500 manual, item 24G, for every payer; some states' Medicaid counts units, so elsewhere it is a warning).</summary>
    private void CheckUnit(SegmentView service, SegmentUse use)
    {
        if (!_line.Code.IsTimedAnesthesia || service[3].IsEmpty || service.Is(3, "MJ"u8)) return;
        Log.Element(FaultKind.ImplausibleValue, service, new(3), use.Loop, service[3], $"{_line.Code} is anesthesia, which is billed in minutes, but SV103 says {service.Text(3)}.", "Write MJ in SV103 and the minutes in SV104.",
            Rule("ANESTHESIA-MINUTES"), _isMedicare ? Severity.Error : Severity.Warning, level: 6);
    }

    private void Missing(string segment, LoopUse loop, string message, string fix, string rule) =>
        Log.Add(FaultKind.SituationalSegmentMissing, _line.Mark.Place with { Segment = segment }, loop, default, null, message, fix, Rule(rule), level: 6);

    private void Modifier(LoopUse loop, string message, string fix, string rule, Severity severity = Severity.Error) =>
        Log.Add(FaultKind.SituationalElementMissing, _line.Mark.Place, loop, new(1, 3), null, message, fix, Rule(rule), level: 6, severity: severity);

    private static string Rule(string name) => "837P-" + name;

    private static Spot SpotOf(SegmentUse use) => (use.Loop.Id, use.Id.ToString()) switch
    {
        ("2000B", "SBR") => Spot.Subscriber,
        ("2300", "CLM") => Spot.Claim,
        ("2300", "DTP") when Allows(use, "454") => Spot.ClaimTreatment,
        ("2310E", "NM1") => Spot.ClaimPickUp,
        ("2400", "SV1") => Spot.Service,
        ("2400", "DTP") when Allows(use, "454") => Spot.LineTreatment,
        ("2400", "DTP") when Allows(use, "472") => Spot.LineDay,
        ("2420G", "NM1") => Spot.LinePickUp,
        ("2420E", "NM1") => Spot.Orderer,
        _ => Spot.Other,
    };

    private static bool Allows(SegmentUse use, string code) => use.Qualifier?.Codes?.Codes.Contains(code, StringComparer.Ordinal) == true;
}

/// <summary>A service as HC:code:modifiers, and what kind of service its number says that it is (CMS, HCPCS Level II sections; CPT ranges, by number).</summary>
internal readonly struct ServiceCode
{
    private readonly char _letter;
    private readonly int _number;
    private readonly ShortText _code, _one, _two, _three, _four;

    public ServiceCode(CompositeView service)
    {
        var code = service[2];
        if (!service[1].SequenceEqual("HC"u8) || code.Length != 5) return;
        _code = new(code);
        (_one, _two, _three, _four) = (new(service[3]), new(service[4]), new(service[5]), new(service[6]));
        _letter = char.IsAsciiLetterUpper((char)code[0]) ? (char)code[0] : '0';
        if (!System.Buffers.Text.Utf8Parser.TryParse(_letter == '0' ? code : code[1..], out _number, out var used) || used != (_letter == '0' ? 5 : 4)) _number = -1;
    }

    public bool IsAmbulance => _letter == 'A' && _number is >= 425 and <= 436;

    public bool IsSpinalManipulation => _letter == '0' && _number is >= 98940 and <= 98942;

    /// <summary>Durable medical equipment, prostheses and orthoses: sections E, K and L.</summary>
    public bool IsEquipment => (_letter == 'E' && _number >= 100) || (_letter == 'K' && _number is >= 1 and < 900) || (_letter == 'L' && _number >= 112);

    /// <summary>Lenses of spectacles: V2100 to V2499.</summary>
    public bool IsLens => _letter == 'V' && _number is >= 2100 and <= 2499;

    public bool IsAnesthesia => _letter == '0' && _number is >= 100 and <= 1999;

    /// <summary>Burns beyond the first area and daily management are counted, not timed.</summary>
    public bool IsTimedAnesthesia => IsAnesthesia && _number is not (1953 or 1996);

    public bool NamesAnesthetist => Has("AA"u8) || Has("AD"u8) || Has("QK"u8) || Has("QX"u8) || Has("QY"u8) || Has("QZ"u8);

    public bool HasOriginAndDestination => IsWay(_one) || IsWay(_two) || IsWay(_three) || IsWay(_four);

    public bool Has(ReadOnlySpan<byte> modifier) => _one.Is(modifier) || _two.Is(modifier) || _three.Is(modifier) || _four.Is(modifier);

    // An intermediate stop (X) is a destination only.
    private static bool IsWay(ShortText modifier) => modifier.ToString() is [var from, var to] && "DEGHIJNPRS".Contains(from, StringComparison.Ordinal) && "DEGHIJNPRSX".Contains(to, StringComparison.Ordinal);

    public override string ToString() => _code.ToString();
}
