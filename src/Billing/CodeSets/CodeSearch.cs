namespace CleanClaim.Billing.CodeSets;

/// <summary>A code that words found.</summary>
/// <param name="Set">icd10cm or hcpcs.</param>
/// <param name="Code">As people write it.</param>
/// <param name="Title">Its title.</param>
/// <param name="IsBillable">False for a heading, which is too short to bill.</param>
public sealed record CodeFound(string Set, string Code, string Title, bool IsBillable);

/// <summary>
/// Codes by words of their titles, in any order, begun or whole ("low back pain", "pain knee r"); by how clinics shorten them (LBP, HTN); and by the code itself.
/// An index from each word to the titles that have it: a search looks at the words that begin so, not at the titles.
/// </summary>
public sealed class CodeSearch
{
    private readonly CodeFound[] _codes;
    private readonly string[] _words;
    private readonly int[][] _titles;
    private readonly Dictionary<string, int> _byCode = new(StringComparer.Ordinal);

    /// <summary>How clinics shorten, and what it stands for in titles. Ours; no list of others.</summary>
    private static readonly Dictionary<string, string[]> Short = new(StringComparer.Ordinal)
    {
        ["lbp"] = ["low back pain"], ["htn"] = ["hypertension"], ["dm"] = ["diabetes mellitus"], ["dm2"] = ["type 2 diabetes mellitus"], ["dm1"] = ["type 1 diabetes mellitus"],
        ["copd"] = ["chronic obstructive pulmonary disease"], ["chf"] = ["heart failure"], ["cad"] = ["atherosclerotic heart disease"], ["mi"] = ["myocardial infarction"], ["afib"] = ["atrial fibrillation"],
        ["gerd"] = ["gastro-esophageal reflux"], ["uti"] = ["urinary tract infection"], ["uri"] = ["upper respiratory infection"], ["oa"] = ["osteoarthritis"], ["ra"] = ["rheumatoid arthritis"],
        ["ddd"] = ["disc degeneration"], ["tmj"] = ["temporomandibular"], ["tmd"] = ["temporomandibular"], ["cts"] = ["carpal tunnel"], ["fx"] = ["fracture"], ["ha"] = ["headache"],
        ["n/v"] = ["nausea vomiting"], ["sob"] = ["shortness of breath"], ["ptsd"] = ["post-traumatic stress"], ["gad"] = ["generalized anxiety"], ["mdd"] = ["major depressive"], ["adhd"] = ["attention-deficit hyperactivity"],
        ["osa"] = ["obstructive sleep apnea"], ["ckd"] = ["chronic kidney disease"], ["tia"] = ["transient cerebral ischemic"], ["cva"] = ["cerebral infarction"], ["dvt"] = ["deep vein thrombosis", "embolism thrombosis deep"],
        ["bph"] = ["benign prostatic hyperplasia"], ["pcos"] = ["polycystic ovarian"], ["ibs"] = ["irritable bowel"], ["it"] = ["iliotibial", "it"], ["wc"] = ["wheelchair", "wc"],
        ["r"] = ["right", "r"], ["rt"] = ["right", "rt"], ["l"] = ["left", "l"], ["lt"] = ["left", "lt"], ["bilat"] = ["bilateral"], ["c-spine"] = ["cervical"], ["l-spine"] = ["lumbar"], ["t-spine"] = ["thoracic"],
        ["neck"] = ["cervicalgia", "neck", "cervical"], ["backache"] = ["low back pain", "dorsalgia"], ["kneecap"] = ["patella"], ["shin"] = ["tibia", "shin"], ["period"] = ["dysmenorrhea", "menstruation"],
        ["insomnia"] = ["insomnia"], ["tennis"] = ["lateral epicondylitis", "tennis"], ["golfer"] = ["medial epicondylitis"], ["frozen"] = ["adhesive capsulitis", "frozen"], ["sprain"] = ["sprain"],
        ["heartburn"] = ["heartburn", "reflux"], ["cancer"] = ["malignant neoplasm", "cancer"], ["stroke"] = ["cerebral infarction", "stroke"], ["flu"] = ["influenza"], ["hot"] = ["menopausal", "hot"], ["cane"] = ["cane"],
    };

    private CodeSearch(IEnumerable<CodeFound> codes)
    {
        _codes = [.. codes];
        var words = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < _codes.Length; i++)
        {
            _byCode.TryAdd(Folded(_codes[i].Code), i);
            foreach (var word in WordsOf(_codes[i].Title))
            {
                if (!words.TryGetValue(word, out var titles)) words[word] = titles = [];
                if (titles.Count == 0 || titles[^1] != i) titles.Add(i);
            }
        }

        _words = [.. words.Keys.Order(StringComparer.Ordinal)];
        _titles = [.. _words.Select(w => words[w].ToArray())];
    }

    public int Count => _codes.Length;

    /// <summary>ICD-10-CM as it ships, and the newest release of HCPCS that is held.</summary>
    public static async Task<CodeSearch> Of(CodeLibrary library, DateOnly on, CancellationToken cancel = default)
    {
        var codes = new List<CodeFound>(Icd10Cm.Current.Titled(on).Select(c => new CodeFound("icd10cm", Icd10Cm.Dotted(c.Code), c.Title, IsBillable: true)));
        foreach (var release in library.For(CodeFileKind.Of("hcpcs-anweb")!, on))
            foreach (var row in await library.Rows(release, cancel))
                if (row.Split('\t') is ["C", var code, _, var to, _, _, var title] && (CodeDays.Read(to) is not { } last || on <= last)) codes.Add(new("hcpcs", code, title, IsBillable: true));
        return new(codes);
    }

    /// <summary>The best of what was found: the code itself, then titles that begin with a word asked for, then short titles.</summary>
    public IReadOnlyList<CodeFound> Find(string query, int most = 20)
    {
        var asked = query.ToLowerInvariant().Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries);
        if (asked.Length == 0) return [];
        List<CodeFound> found = [];
        if (asked is [var one] && _byCode.TryGetValue(Folded(one), out var exact)) found.Add(_codes[exact]);
        if (asked is [var begun] && begun.Length >= 2 && char.IsAsciiLetter(begun[0]) && begun.Skip(1).All(c => char.IsAsciiDigit(c) || c == '.' || char.IsAsciiLetter(c)) && begun.Any(char.IsAsciiDigit))
            found.AddRange(_codes.Where(c => Folded(c.Code).StartsWith(Folded(begun), StringComparison.Ordinal)).Take(most));
        HashSet<int>? hits = null;
        foreach (var word in asked)
        {
            var some = TitlesWith(word);
            if (hits is null) hits = some;
            else hits.IntersectWith(some);
            if (hits.Count == 0) break;
        }

        var first = WordsOf(asked[0]).FirstOrDefault() ?? "";
        found.AddRange((hits ?? []).Select(i => _codes[i]).OrderByDescending(c => c.Title.StartsWith(first, StringComparison.OrdinalIgnoreCase)).ThenBy(c => c.Title.Length).ThenBy(c => c.Code, StringComparer.Ordinal));
        return [.. found.Distinct().Take(most)];
    }

    /// <summary>Titles that have a word which begins so, or what it is short for.</summary>
    private HashSet<int> TitlesWith(string asked)
    {
        HashSet<int> all = [];
        foreach (var meant in Short.TryGetValue(asked, out var said) ? said : [asked])
        {
            HashSet<int>? of = null;
            foreach (var word in WordsOf(meant))
            {
                HashSet<int> some = [];
                for (var at = FirstFrom(word); at < _words.Length && _words[at].StartsWith(word, StringComparison.Ordinal); at++) some.UnionWith(_titles[at]);
                if (of is null) of = some;
                else of.IntersectWith(some);
            }

            all.UnionWith(of ?? []);
        }

        return all;
    }

    private int FirstFrom(string word) => Array.BinarySearch(_words, word, StringComparer.Ordinal) is var at && at < 0 ? ~at : at;

    private static IEnumerable<string> WordsOf(string text)
    {
        var from = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var isLetter = i < text.Length && char.IsLetterOrDigit(text[i]);
            if (isLetter && from < 0) from = i;
            if (isLetter || from < 0) continue;
            yield return text[from..i].ToLowerInvariant();
            from = -1;
        }
    }

    private static string Folded(string code) => code.Replace(".", "", StringComparison.Ordinal).ToUpperInvariant();
}
