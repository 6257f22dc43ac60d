namespace SecretsKit.Charts.Loading.Tar;

/// <summary>What the header of an entry says, long names and sizes of extended headers put in.</summary>
/// <param name="Name">The path as written, not checked.</param>
/// <param name="Kind">The type flag: <c>0</c> a file, <c>5</c> a folder, <c>g</c> records for all entries.</param>
/// <param name="Size">Bytes of data that follow.</param>
/// <param name="Time">When its file was last changed, in seconds since 1970; 0 where that makes no sense.</param>
internal readonly record struct TarHeader(string Name, char Kind, long Size, long Time)
{
    /// <summary>A folder; old archives mark it by a slash behind a file's name.</summary>
    public bool IsFolder => Kind == '5' || (Kind is '0' or '\0' && Name.EndsWith('/'));

    /// <summary>Links, devices, folders and pipes: no data follows whatever the size says.</summary>
    public bool IsHeaderAlone => Kind is >= '1' and <= '6';
}
