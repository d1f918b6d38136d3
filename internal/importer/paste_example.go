package importer

// PasteExample is a made-up list, with the gaps that lists have.
const PasteExample = `Street,Area,Coordinator,Stand-in,Who helps,Helps with,Homes,OK on poster
Castle Row,Old Town,Maggie Trewin,Ravi Shah,Tom Hale,"lifts, small jobs",41,yes
Quay Lane,Old Town,,,Ann Pascoe,shopping,28,
Quay Lane,Old Town,,,Derek Noble,dogs,,
Chapel Street,Old Town,Owen Price,,,,35,no
Withy Row,Station,Joan Bright,Sunita Rao,Carys Lloyd,a chat,52,yes
Withy Terrace,Station,none,,,,60,
Mill Lane,Station,Ben Okafor,,Ivy Marsh,"letters, forms",33,yes
Hill Road,Hillside,,,,,74,
Saint Mary’s Close,Hillside,vacant,,Kofi Mensah,gardens,19,
`
