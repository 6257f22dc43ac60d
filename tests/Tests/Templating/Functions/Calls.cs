using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Time;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Formatting;
using SecretsKit.Templating.Functions;

namespace SecretsKit.Tests.Templating.Functions;

/// <summary>Calls functions without templates around them.</summary>
internal static class Calls
{
    public const long Limit = 1 << 24;

    public static FunctionTable Table { get; } = new FunctionTable().AddSprig(new());

    public static Value Call(string name, params object?[]? arguments) => Call(new Context(), name, arguments);

    public static Value Call(CallContext context, string name, params object?[]? arguments)
    {
        var function = Table.Find(new(name));
        Assert.NotNull(function);
        return function.Body(context, Array.ConvertAll(arguments ?? [null], ToValue));
    }

    public static string Text(string name, params object?[]? arguments) => Show(Call(name, arguments));

    public static string Error(string name, params object?[]? arguments) =>
        Assert.ThrowsAny<ValueException>(() => { _ = Call(name, arguments); }).Message;

    public static string Show(Value value) => Encoding.UTF8.GetString(GoText.Format(value));

    public static Value List(params object?[] items) => Value.Of(new ListValue(Array.ConvertAll(items, ToValue)));

    public static Value Map(params object?[] pairs)
    {
        var map = new MapValue();
        for (var i = 0; i < pairs.Length; i += 2)
        {
            map.Set(new ByteString((string)pairs[i]!), ToValue(pairs[i + 1]));
        }

        return Value.Of(map);
    }

    public static Value ToValue(object? value) => value switch
    {
        null => Value.Nil,
        Value known => known,
        string text => Value.Of(text),
        byte[] bytes => Value.Of(bytes),
        bool truth => Value.Of(truth),
        int number => Value.Int(number),
        long number => Value.Int64(number),
        double number => Value.Float(number),
        _ => throw new ArgumentException(value.GetType().Name),
    };

    /// <summary>Counts what is charged, and refuses at <see cref="Limit"/>.</summary>
    public sealed class Context : CallContext
    {
        private long _charged;

        [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
        public Context(TimeProvider? clock = null) =>
            (Clock, Random, Zones) = (clock ?? TimeProvider.System, RandomSource.System, new MachineZones("UTC", TimeZoneInfo.Utc));

        public override void Charge(long bytes)
        {
            Assert.True(bytes >= 0);
            _charged += bytes;
            if (bytes > Limit || _charged > Limit)
            {
                throw new FunctionException("limit");
            }
        }

        public override void Spend(long steps) => Charge(steps);
    }
}
