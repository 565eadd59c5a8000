using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Cli;

/// <summary>The JSON that scripts read: camel case, absent data absent, money as "12.50", days as 2026-03-14, enums in camel case.</summary>
public static class JsonText
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new MoneyText(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Of(object value) => JsonSerializer.Serialize(value, value.GetType(), Options);

    private sealed class MoneyText : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Money.TryParse(reader.GetString()) ?? throw new JsonException("not an amount of dollars and cents");

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
