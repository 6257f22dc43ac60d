namespace SecretsKit.Charts.Loading;

/// <summary>The mark that some editors put before UTF-8 text.</summary>
internal static class ByteOrderMark
{
    /// <summary>The bytes without it.</summary>
    public static byte[] Strip(byte[] data) => data is [0xEF, 0xBB, 0xBF, .. var rest] ? rest : data;
}
